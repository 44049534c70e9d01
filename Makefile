.DEFAULT_GOAL := help
.PHONY: help demo install-lines run test browser kills torture bench bench-transcripts structure format locales clean docs pictures

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-17s %s\n", $$1, $$2 }' Makefile

demo: ## Show the cog on a simulated Discord, in a browser; SPEAK=fr|de|es, ONCE=1 only tells a story, PORT=8420
	@python=$$(scripts/environment demo) && \
		exec "$$python" playground/demo.py $(if $(ONCE),--once) $(if $(PORT),--port "$(PORT)") $(if $(SPEAK),--speak "$(SPEAK)")

install-lines: ## Print the lines for Red that install the cog from where this was cloned
	@address=$$(git remote get-url origin 2>/dev/null) || \
		{ echo "This folder wasn't cloned from anywhere: give the address of your repository." >&2; exit 1; }; \
		address=$$(printf '%s' "$$address" | sed 's#//[^@/]*@#//#'); \
		printf '%s\n' "[p]load downloader" "[p]repo add tickets-for-red $$address" \
		"[p]cog install tickets-for-red tickets" "[p]load tickets"

run: ## Run a real Red with the cog on real Discord
	@python=$$(scripts/environment run) && exec "$$python" scripts/run.py $(ARGS)

test: ## Check format, lint and types and run all tests; ARGS goes to pytest
	@scripts/check $(ARGS)

browser: ## Test demo, transcripts and web pages with a browser: needs Chromium
	@scripts/environment demo >/dev/null && scripts/environment browser >/dev/null && \
		python=$$(scripts/environment test) && \
		exec "$$python" -m pytest -rs tests/playground tests/browser $(ARGS)

kills: ## Kill the bot KILLS times (100) with -9, each time somewhere else
	@python=$$(scripts/environment test) && exec "$$python" tests/kill/kills.py $(or $(KILLS),100) $(ARGS)

torture: ## The long proof: faults, kills, races, a day, a year; SEED=1 PART="slow kills" SHARD=1/4 RESUME=1 PROOF=1
	@python=$$(scripts/environment test) && exec "$$python" tests/kill/torture.py \
		$(if $(SEED),--seed $(SEED)) $(foreach part,$(PART),--part $(part)) $(if $(SHARD),--shard $(SHARD)) \
		$(if $(RESUME),--resume) $(if $(PROOF),--proof) $(ARGS)

bench: ## Measure calls, times and memory; ARGS=--write notes it in docs
	@python=$$(scripts/environment test) && exec "$$python" scripts/bench.py $(ARGS)

bench-transcripts: ## Measure how long transcripts take; ARGS="--compare --write"
	@python=$$(scripts/environment test) && exec "$$python" scripts/bench_transcripts.py $(ARGS)

structure: ## Measure the package: sizes, imports, circles, loading; TREE=checkout to compare with
	@python=$$(scripts/environment test) && \
		exec "$$python" scripts/structure.py $(if $(TREE),--tree "$(TREE)") $(ARGS)

format: ## Format the code and repair what lint can repair
	@python=$$(scripts/environment test) && "$$python" -m ruff check --fix . ; \
		"$$python" -m ruff format .

locales: ## Update the catalogues after a text changed
	@python=$$(scripts/environment test) && exec "$$python" scripts/locales.py

docs: ## Update the tables of the documentation from the code
	@python=$$(scripts/environment test) && exec "$$python" scripts/docs.py

pictures: ## Take the documentation's pictures of the running bot: needs Chromium
	@python=$$(scripts/environment pictures) && exec "$$python" playground/pictures.py $(ARGS)

clean: ## Remove everything that make has put here
	@rm -rf .venv .venv-demo .tools .torture .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
