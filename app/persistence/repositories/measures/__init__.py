"""What clients are asked about how they are, and what they have answered."""
