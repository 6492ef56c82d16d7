"""The relay's benchmark: a room full of light clients on loopback, and the cost of one forwarded packet.

`python -m bench relay` runs it; docs/relay.md lists what was measured. The relay itself imports nothing of this.
"""
