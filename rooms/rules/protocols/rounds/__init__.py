"""Protocols in which everyone is offered a turn."""
