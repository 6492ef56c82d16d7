"""JSON Merge Patch (RFC 7396): the difference of two views, and a view changed by it. Pure.

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
        # Most parts of most views are as they were, which Python sees faster than any walk through them.
        if before is value or before == value:
            continue
        both = isinstance(value, dict) and isinstance(before, dict)
        patch[key] = build_patch(before, value) if both else value  # type: ignore[arg-type]
    return patch


def apply_patch(target: Object, patch: Object) -> Object:
    """Return ``target`` changed by ``patch``, as RFC 7396 section 2 says; the target itself stays as it was."""
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
