"""Couples: the in-seat floor of a shared seat, companion devices, splitting and merging."""
