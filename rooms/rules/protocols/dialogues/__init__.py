"""Protocols in which somebody says back what they heard before they speak themselves."""
