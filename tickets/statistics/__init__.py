"""Numbers of what was done with tickets, as text, picture and table."""
