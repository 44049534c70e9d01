"""What the staff is told: the log, and what happened behind its back."""
