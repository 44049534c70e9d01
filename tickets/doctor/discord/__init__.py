"""Discord's side."""
