"""Signing in, and what is one's own."""
