"""Use cases of requests."""
