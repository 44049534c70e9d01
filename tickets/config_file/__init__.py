"""A server's configuration as a file: written, read, and applied."""
