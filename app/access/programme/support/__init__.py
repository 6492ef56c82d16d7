"""Support after treatment: who sees and changes what of it."""
