"""How sessions repeat, and what a change of one, of those that follow, or of all does to them."""
