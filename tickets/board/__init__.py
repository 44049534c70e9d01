"""One message for each team that shows what is to be done."""
