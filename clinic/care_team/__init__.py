"""Who looks after whom, and the rules that keep roles apart (R1 to R8)."""
