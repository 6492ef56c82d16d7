"""The description of the programme's requests as it is served (OpenAPI 3.1)."""
