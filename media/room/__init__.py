"""One room in a worker: the plan in force, who is speaking, and who gets which video."""
