"""Help signals outside their room, and what an emergency needs to know."""
