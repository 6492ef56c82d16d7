"""Rooms of the schedule: made before they open, following what is changed, under the names that their policy says."""
