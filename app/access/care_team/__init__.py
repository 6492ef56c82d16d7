"""Who may read what about a client, and who changes care teams and makes exceptions."""
