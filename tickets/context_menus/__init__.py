"""What people start from Discord's own menus: a ticket for a member, a report of a message."""
