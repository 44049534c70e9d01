"""Who may see a page, and what it does."""
