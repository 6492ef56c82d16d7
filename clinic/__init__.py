"""The rules of the programme around the sessions, pure. CLINIC.md is its page."""
