"""The endpoints that a participant's browser uses: tickets, the library and the websocket."""
