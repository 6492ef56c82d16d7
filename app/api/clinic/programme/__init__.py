"""Programmes, groups, episodes of care and weeks."""
