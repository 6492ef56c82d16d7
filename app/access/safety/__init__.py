"""What keeps people safe: who does what, checked and noted."""
"""What clients say before a session, and what staff say about them."""
