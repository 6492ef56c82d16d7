"""Single sessions: who may plan them, what is typed, how they are built, and what speaks against them."""
