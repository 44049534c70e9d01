"""Discord's side: what the use cases ask of it, done with discord.py."""
