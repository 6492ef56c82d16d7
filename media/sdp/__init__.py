"""The one offer we make and the answers we accept."""
