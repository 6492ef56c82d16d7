"""Requests about appointments and the calendars that show them."""
