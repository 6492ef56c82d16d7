"""Makes the recordings of the simulated people: draws and speaks them. Run by hand (`python -m practice.cast.make`)."""
