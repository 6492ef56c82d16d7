"""What the rooms and the signaling need from outside, over the storage and the relay."""
