"""What was said before it was edited or deleted, for the staff's transcripts."""
