"""Answering buttons, forms and menus."""
