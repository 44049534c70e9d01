"""The way in for buttons, forms and menus."""
