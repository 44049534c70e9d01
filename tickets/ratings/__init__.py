"""One to five stars that an opener gives after closing, and what they write about it."""
