.DEFAULT_GOAL := help
.PHONY: help demo run test kills format locales clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' Makefile

demo: ## Show the cog on a simulated Discord; ONCE=1 only tells the story of a ticket
	@python=$$(scripts/environment demo) && exec "$$python" playground/story.py

run: ## Run a real Red with the cog on real Discord
	@python=$$(scripts/environment demo) && exec "$$python" scripts/run.py $(ARGS)

test: ## Check format, lint and types and run all tests; ARGS goes to pytest
	@scripts/check $(ARGS)

kills: ## Kill the bot KILLS times (100) with -9, each time somewhere else
	@python=$$(scripts/environment test) && exec "$$python" tests/kill/kills.py $(or $(KILLS),100)

format: ## Format the code and repair what lint can repair
	@python=$$(scripts/environment test) && "$$python" -m ruff check --fix . ; \
		"$$python" -m ruff format .

locales: ## Update the catalogues after a text changed
	@python=$$(scripts/environment test) && exec "$$python" scripts/locales.py

clean: ## Remove everything that make has put here
	@rm -rf .venv .tools .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
