"""Tables of what keeps people safe around their sessions."""
"""Tables of what keeps people safe in sessions."""
