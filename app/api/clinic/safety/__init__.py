"""Requests about what keeps people safe in sessions."""
