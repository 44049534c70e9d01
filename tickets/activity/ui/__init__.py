"""Answers to buttons."""
