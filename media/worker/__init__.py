"""One relay process: its socket, its rooms and its vitals."""
