"""One file per schema change, numbered in order."""
