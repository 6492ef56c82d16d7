"""What remains of sessions, for tests: who was there, what was answered, what was stated."""
