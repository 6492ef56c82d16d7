"""Instruments, their scoring, and the pulse after a session."""
