"""Ready answers: texts that the staff sends often, in the name of whoever sends them."""
