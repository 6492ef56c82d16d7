"""Tables of what clients are asked about how they are."""
