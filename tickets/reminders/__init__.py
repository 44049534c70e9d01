"""Reminders of who is waited for, and tickets that close because nobody answers."""
