"""Support after treatment: peer links, activities, resource cards, hosts, aftercare plans and check-ins. Pure."""
