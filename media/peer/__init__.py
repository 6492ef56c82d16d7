"""One connection: what it sends and what it receives."""
