"""Deleting closed tickets in time, and forgetting what was said in them."""
