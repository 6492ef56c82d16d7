"""The queries, one file for each subject. They take and return plain values, and never commit."""
