"""Roles, the lead, private rooms, and the rule that a therapist must be present."""
