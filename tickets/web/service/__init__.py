"""Saving what a page has sent."""
