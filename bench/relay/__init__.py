"""The relay's benchmark: a room full of light clients on loopback, and what one forwarded packet costs.

`python -m bench relay` runs it; docs/relay.md tells what was measured. Nothing of the relay itself imports this.
"""
