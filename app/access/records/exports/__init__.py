"""What systems of others may read: who they are, what may leave for them, page by page or as files."""
