"""Documents and their versions, consents granted and withdrawn; 42 CFR Part 2."""
