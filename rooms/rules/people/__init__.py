"""Roles, the lead, private rooms, what people share and permit, and the rule that a therapist must be present."""
