"""Requests of the office: mail, and what else staff look after."""
