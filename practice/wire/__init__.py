"""The wire as signaling/PROTOCOL.md has it, from a client's side: tickets, the socket, the view, and media."""
