"""How long records are kept, what holds them, and what clients ask about theirs."""
