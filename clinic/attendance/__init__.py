"""Minutes present, corrections, statements. It reads what rooms recorded and never asks a room."""
