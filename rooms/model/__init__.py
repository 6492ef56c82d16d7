"""The vocabulary of a room as frozen values: ids, people, commands, events, policy. No behaviour beyond lookups."""
