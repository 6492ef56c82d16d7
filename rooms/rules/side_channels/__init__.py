"""What people do beside the floor: messages, gestures, captions, prompts, tallies. In no log."""
