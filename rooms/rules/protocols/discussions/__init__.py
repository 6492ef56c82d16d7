"""Protocols for a conversation of several people."""
