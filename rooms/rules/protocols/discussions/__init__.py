"""Protocols for conversations of several people."""
