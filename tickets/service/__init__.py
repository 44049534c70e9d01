"""Use cases. Commands, buttons and forms all come here; nothing here knows discord.py."""
