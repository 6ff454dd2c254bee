"""What happens in a room, and what it costs."""
