"""Opening hours: when somebody of the staff is there."""
