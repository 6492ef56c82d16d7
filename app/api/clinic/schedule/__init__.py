"""Appointments, today, templates, holidays, calendars, and the rules that a clinic makes for itself."""
