"""How the simulated people look and sound: small recordings, made by `python -m practice.cast.make`."""
