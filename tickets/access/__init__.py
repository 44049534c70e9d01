"""Members and roles in a ticket besides its opener, and roles that have changed."""
