"""Caches that make a change cheap, and the only path from a change to what viewers are told.

A cached value always equals the derived one: rules, views, plan and state know of no cache, and without this folder
rooms would only be slower. ``broadcaster`` is the interface for code that runs a room; the caches are behind it, except
``lookup_cache``, which is passed to a ``Room``.
"""
