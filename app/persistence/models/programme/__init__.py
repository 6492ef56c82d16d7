"""Tables of programmes: who is in them, and what stays after them."""
