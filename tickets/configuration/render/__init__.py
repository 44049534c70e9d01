"""Words and looks."""
