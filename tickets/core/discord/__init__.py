"""Discord's side of what every feature does."""
