"""Channels that were there already and become tickets."""
