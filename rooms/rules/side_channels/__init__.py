"""Side channels: messages, gestures, captions, prompts, tallies. None of them is logged."""
