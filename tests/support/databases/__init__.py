"""Databases that tests share or copy."""
