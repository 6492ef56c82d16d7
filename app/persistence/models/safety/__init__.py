"""Tables of what keeps people safe in sessions."""
