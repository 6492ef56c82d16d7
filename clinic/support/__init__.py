"""Peer links, activities, resources, aftercare."""
