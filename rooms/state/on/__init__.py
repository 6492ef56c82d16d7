"""State changes made by events, by subject."""
