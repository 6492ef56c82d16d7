"""Support after treatment: peer links, activities, resource cards, aftercare plans and check-ins."""
