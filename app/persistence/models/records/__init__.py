"""A clinic's records: its audit trail, and what people may ask about what is kept of them."""
