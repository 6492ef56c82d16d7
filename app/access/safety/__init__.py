"""What keeps people safe: who does what, checked and noted."""
