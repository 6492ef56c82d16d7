"""Requests about people, couples and care teams."""
