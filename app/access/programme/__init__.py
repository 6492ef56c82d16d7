"""Programmes, groups and episodes of care."""
