"""Asking openers whether their tickets can be closed."""
