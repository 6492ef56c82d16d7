"""Tables of `clinic.safety`."""

"""What keeps people safe around their sessions."""
