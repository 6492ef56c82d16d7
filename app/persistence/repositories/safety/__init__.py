"""Queries about what `clinic.safety` decides."""
