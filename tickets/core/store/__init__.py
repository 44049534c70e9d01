"""The database, and what every feature keeps in it."""
