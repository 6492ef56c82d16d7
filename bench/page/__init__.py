"""``python -m bench page``: the processor time of a member's page in a room, as usual and with less power."""
