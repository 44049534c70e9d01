"""Opening, closing, reopening and deleting tickets."""
