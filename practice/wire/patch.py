"""Applying a JSON Merge Patch (RFC 7396) to a view. Pure."""

from collections.abc import Mapping
from typing import Any

__all__ = ["patched"]


def patched(target: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """Return the target with the patch applied; the target itself stays as it is."""
    result = dict(target)
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, Mapping):
            inner = result.get(key)
            result[key] = patched(inner if isinstance(inner, Mapping) else {}, value)
        else:
            result[key] = value
    return result
