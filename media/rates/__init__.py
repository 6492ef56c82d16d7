"""How much can be sent to whom, and which layers fit. Pure."""
