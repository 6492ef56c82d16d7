"""Who spoke and for how long, and since when it has been silent: from the relay's reports, kept only in memory."""
