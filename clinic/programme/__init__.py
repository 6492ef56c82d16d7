"""Tracks, cohorts, episodes of care, levels of care, weekly targets, coverage facts."""
