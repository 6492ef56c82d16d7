"""Who looks after whom in one clinic: assignments, overrides, and what binds a viewer to a client."""
