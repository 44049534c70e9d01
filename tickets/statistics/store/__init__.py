"""Counting tickets in the database, and writing a table of them."""
