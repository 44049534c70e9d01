"""What other cogs can follow and do; the page for their authors is ``docs/en/developers.md``."""
