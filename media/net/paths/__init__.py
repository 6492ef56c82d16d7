"""The ways to a client: UDP sockets and TCP connections, with what bounds them."""
