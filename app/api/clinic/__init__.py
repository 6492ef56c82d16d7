"""``/api/v1``: the requests of a clinic's people and of their integrations (docs/api.md)."""
