"""Adapters that give rooms and signaling what they need from the storage and the relay."""
