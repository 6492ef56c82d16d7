"""JSON Merge Patch (RFC 7396): the difference of two views, and a view changed by it. Pure.

Views hold no nulls (``rooms.views``), so every difference can be written as a patch.
"""

from typing import Any

__all__ = ["apply_patch", "build_patch"]

Object = dict[str, Any]


def build_patch(old: Object, new: Object) -> Object:
    """Return the smallest patch that turns ``old`` into ``new``; empty when they are equal."""
    patch: Object = {key: None for key in old if key not in new}
    for key, value in new.items():
        if key not in old:
            patch[key] = value
        elif isinstance(value, dict) and isinstance(old[key], dict):
            inner = build_patch(old[key], value)
            if inner:
                patch[key] = inner
        elif old[key] != value:
            patch[key] = value
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
