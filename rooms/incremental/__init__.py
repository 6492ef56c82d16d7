"""What is kept so that a change costs little. It always equals what is derived: without it rooms are only slower."""
