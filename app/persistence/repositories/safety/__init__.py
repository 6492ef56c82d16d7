"""What keeps people safe around their sessions."""
