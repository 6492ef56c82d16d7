"""What a participant's browser asks for before and beside the websocket."""
