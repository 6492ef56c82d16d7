"""The relay: packets in, packets out. It knows rooms, peers, streams, slots and gates, and nothing of therapy.

The web process talks to it through `media.pool.pool` and the messages of `media.control`; docs/relay.md is the map.
"""
