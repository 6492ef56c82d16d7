"""The agenda: what was prepared for a session, leading on from one item to the next, and what became of it."""
