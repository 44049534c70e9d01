"""From Discord's messages to a neutral document."""
