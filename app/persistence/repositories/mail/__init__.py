"""The outbox, how people may be written to, and calendar addresses."""
