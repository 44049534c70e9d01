"""What other ticket cogs have stored, read as what this one knows; nothing of it is changed."""
