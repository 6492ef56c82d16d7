"""Protocols that interrupt the session, to rest or to look after somebody."""
