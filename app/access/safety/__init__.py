"""Help signals outside their room, and what an emergency needs to know."""

"""What keeps people safe: who does what, checked and noted."""
