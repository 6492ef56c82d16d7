"""Whether a worker leaks while clients come and go: who joins and leaves, and what is left of it."""
