"""The page of LiveKit's Meet, made from its own components, beside ours."""
