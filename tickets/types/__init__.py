"""Types of tickets, each with whatever it has in another way than the server."""
