"""Peer links, activities, resource cards, aftercare plans and check-ins of one clinic."""
