"""What people are told by mail and by their calendars, and what staff see of it."""
