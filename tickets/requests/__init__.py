"""Tickets that a moderator decides about first."""
