"""Who spoke, for how long, and since when it has been silent: from what the relay hears, kept in memory only."""
