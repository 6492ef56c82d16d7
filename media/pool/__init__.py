"""The web process's side of the relay: worker processes, which room runs where, and restarts."""
