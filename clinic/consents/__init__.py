"""Documents, their versions, what was granted and withdrawn, and what a grant opens; 42 CFR Part 2."""
