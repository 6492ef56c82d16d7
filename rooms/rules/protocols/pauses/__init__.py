"""Protocols that interrupt what is under way, to rest or to look after somebody."""
