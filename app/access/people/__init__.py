"""Who may read, change, pair, merge, import and export people, and what that does."""
