"""How much may be sent to whom, and which layers fit. Pure."""
