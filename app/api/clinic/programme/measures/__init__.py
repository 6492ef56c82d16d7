"""Requests about measures."""
