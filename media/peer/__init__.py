"""One connection: what comes in, and what goes out to it."""
