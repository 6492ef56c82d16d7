"""What the process itself needs: the clock, identifiers, file permissions, garbage collection."""
