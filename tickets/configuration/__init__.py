"""Settings: commands, menu, and the channels that the bot makes."""
