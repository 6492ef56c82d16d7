"""What can be configured for a room: the fields, each kind's defaults, and the limits for a clinic's changes."""
