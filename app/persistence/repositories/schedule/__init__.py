"""The plan of sessions, and what its rules have to know of people."""
