"""What keeps people safe around their sessions."""
"""What keeps people safe in sessions."""
