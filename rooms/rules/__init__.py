"""What may happen in a room, and its consequences. One folder per subject; ``parts.py`` lists them in order."""
