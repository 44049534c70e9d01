"""What people read and see of it."""
