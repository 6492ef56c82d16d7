"""Protocols in which people repeat what they heard before they speak themselves."""
