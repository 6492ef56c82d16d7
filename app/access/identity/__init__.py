"""Signing in, proving who one is, and what one signs in with."""
