"""The way in for commands."""
