"""What the process itself needs: clock, identifiers, private files, its relay workers."""
