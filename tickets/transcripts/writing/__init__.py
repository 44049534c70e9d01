"""From the document to a file that needs nothing else."""
