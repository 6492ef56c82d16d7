"""All that is kept so that a change costs little, and the one way from a change to what viewers are told.

What is kept always equals what is derived: rules, views, plan and state know no cache, and without this folder rooms
would only be slower. ``broadcaster`` is the door for whoever runs a room; the caches are behind it, but for
``lookup_cache``, which a ``Room`` is handed.
"""
