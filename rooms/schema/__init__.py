"""What a client is shown, as types: the view and its sections, the events beside it, the library. The one definition.

The builders (``rooms.views``) return these types. ``python -m signaling.schema`` makes schema.json, PROTOCOL.md's
tables and the client's types from them; the string under a field is its description there, for people who write a
client. Nothing in a view is ever null: what has no value has no key.
"""
