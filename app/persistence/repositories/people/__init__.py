"""People, couples, roles and licences of one clinic, and what leaving or merging does to them."""
