"""The websocket: wire messages, the rules for inbound messages, client sessions, send queues. See PROTOCOL.md."""
