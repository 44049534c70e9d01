"""Words and looks that every feature shares."""
