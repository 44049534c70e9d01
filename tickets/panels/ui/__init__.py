"""Answers to buttons and forms."""
