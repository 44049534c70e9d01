"""Saved conversations: collected from Discord, kept as one file that needs nothing else."""
