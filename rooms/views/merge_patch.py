"""JSON Merge Patch (RFC 7396): the difference between two views, and applying it. Pure.

Views hold no nulls (``rooms.views``), so every difference can be written as a patch.
"""

from typing import Any

__all__ = ["apply_patch", "build_patch"]

Object = dict[str, Any]


def build_patch(old: Object, new: Object) -> Object:
    """Return the smallest patch that turns ``old`` into ``new``; empty when they are equal."""
    patch: Object = {}
    if not old.keys() <= new.keys():
        patch = {key: None for key in old if key not in new}
    for key, value in new.items():
        before = old.get(key)
        # Most parts of a view are unchanged, and comparing them whole is faster than walking through them.
        if before is value or before == value:
            continue
        both = isinstance(value, dict) and isinstance(before, dict)
        patch[key] = build_patch(before, value) if both else value  # type: ignore[arg-type]
    return patch


def apply_patch(target: Object, patch: Object) -> Object:
    """Return ``target`` with ``patch`` applied (RFC 7396, section 2); the target itself is not changed."""
    result = dict(target)
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict):
            inner = result.get(key)
            result[key] = apply_patch(inner if isinstance(inner, dict) else {}, value)
        else:
            result[key] = value
    return result
