"""The websocket: wire messages, the state of one conversation, one session per socket, its outbox. See PROTOCOL.md."""
