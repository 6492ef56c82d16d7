"""Minutes present, corrections, statements. It reads what rooms recorded and never queries a running room."""
