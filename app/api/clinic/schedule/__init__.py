"""Appointments, today, templates, holidays, policies and settings."""
