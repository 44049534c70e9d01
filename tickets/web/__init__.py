"""Pages of the settings in Red's web dashboard."""
