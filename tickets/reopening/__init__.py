"""Openers who reopen their tickets themselves."""
