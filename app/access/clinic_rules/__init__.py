"""What a clinic decides for itself: policies of its rooms, name, zone, and what counts as programme time."""
