"""How long closed tickets stay, and how long is kept what was said in deleted ones."""
