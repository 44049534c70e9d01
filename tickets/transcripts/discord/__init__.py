"""Conversations between Discord and disk."""
