"""Requests about what keeps people safe."""
