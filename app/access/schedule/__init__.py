"""The plan of sessions: who may see and change it, what follows from a change, and a clinic's own rules for it."""
