"""Messages from which members open tickets."""
