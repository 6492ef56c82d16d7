"""Tables of what keeps people safe around their sessions."""
