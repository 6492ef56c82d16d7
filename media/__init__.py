"""The relay: it forwards packets. It knows rooms, peers, streams, slots and gates, and nothing of therapy.

The web process uses it through `media.pool.pool` and the messages of `media.control`; see docs/relay.md.
"""
