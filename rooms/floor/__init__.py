"""The floor: who may speak, who is next, and what a lost connection means for a turn."""
