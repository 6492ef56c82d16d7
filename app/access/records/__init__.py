"""A clinic's records: who reads the audit trail, how long what is over is kept, and what people may ask about it."""
