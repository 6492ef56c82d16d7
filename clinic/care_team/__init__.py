"""Who treats whom, and the rules that keep roles separate (R1 to R8)."""
