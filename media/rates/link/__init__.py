"""What one receiver's link carries, from its transport-wide feedback. Pure."""
