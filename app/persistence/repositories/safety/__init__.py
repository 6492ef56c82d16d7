"""What keeps people safe in sessions."""
