"""What may happen in a room, and what follows. Each folder is one subject; ``parts.py`` lists them in their order."""
