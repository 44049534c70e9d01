"""What people read of moving over from another ticket cog."""
