"""Commands: what features mark, and what all of them share."""
