"""Who treats whom, the rules that keep roles apart (R1, R2, R8), and what each role may read (R3 to R7)."""
