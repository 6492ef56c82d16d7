"""Documents, their versions, and what was granted or withdrawn; 42 CFR Part 2."""
