"""What is wrong on a server, and mending it."""
