"""The forms in which facts leave for other systems: pure functions from what the clinic knows to what they read."""
