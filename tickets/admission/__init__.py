"""Who may open a ticket."""
