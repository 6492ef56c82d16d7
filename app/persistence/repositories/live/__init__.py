"""Live sessions and what is recorded of them."""
