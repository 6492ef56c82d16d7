"""Relays of others under the same load, for comparison: one file for each, and the runs in turn with ours.

Nothing of them is part of Attune, and none has to be installed; docs/relay.md says how to get each.
"""
