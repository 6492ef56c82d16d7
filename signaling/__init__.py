"""The websocket: wire messages, the rules for inbound messages, one session per client, its send queue. See PROTOCOL.md."""
