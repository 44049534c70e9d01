"""Claims: one moderator handles a ticket."""
