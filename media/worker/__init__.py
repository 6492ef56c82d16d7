"""One relay process: its socket, its rooms, and how it is doing."""
