"""The rules of a ticket, as values. Knows neither Discord, Red nor storage."""
