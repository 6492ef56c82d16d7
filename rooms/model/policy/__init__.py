"""What can be chosen for a room: the fields, each kind's defaults, and how far a clinic may change them."""
