"""Requests about what keeps people safe."""
"""Requests about what keeps people safe in sessions."""
