"""Tables of `clinic.safety`."""
