"""Setting the system up, question by question."""
