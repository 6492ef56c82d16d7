"""What clients say before a session, and what staff say about them."""
