"""The plan of sessions, what its rules have to know of people, and the rules that a clinic makes for itself."""
