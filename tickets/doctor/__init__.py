"""What is wrong on a server, and repairing it."""
