"""Documents that clients sign: editing them, what is due to whom, signing, and taking it back."""
