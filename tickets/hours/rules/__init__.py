"""Opening hours as values: what they are, how they are read, and how time in them is counted."""
