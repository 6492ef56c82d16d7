"""A clinic's records: who reads the audit trail, and how long what is over is kept."""
