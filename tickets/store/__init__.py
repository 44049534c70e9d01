"""The only door to storage: settings in Red's Config, tickets in SQLite."""
