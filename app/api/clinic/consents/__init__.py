"""Requests about the documents that clients sign."""
