"""Couples: the in-seat voice of a shared seat, companion devices, splitting and merging."""
