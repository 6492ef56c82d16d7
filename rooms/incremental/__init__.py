"""What is kept so that a change costs little. Delete it and the house still works, only slower: it always equals what is derived."""
