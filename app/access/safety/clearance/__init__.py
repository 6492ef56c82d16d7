"""Private screening and clearance: who reads and records what, and what is told to whom."""
