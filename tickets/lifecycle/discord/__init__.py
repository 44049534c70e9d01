"""Discord's side of tickets."""
