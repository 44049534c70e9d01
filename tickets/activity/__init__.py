"""Who is waited for in tickets, and the staff's list of them."""
