"""The plan of sessions: who may see and change it, and what follows from a change."""
