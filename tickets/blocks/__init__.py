"""Members who may not open tickets."""
