"""HTTP: pydantic checks everything that comes in here. Rules of a room live elsewhere."""
