"""Roles, the lead, private rooms, what people share and allow, and the rule that a therapist must be present."""
