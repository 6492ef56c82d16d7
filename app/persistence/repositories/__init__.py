"""The queries, one file per subject. They take and return plain values, and never commit."""
