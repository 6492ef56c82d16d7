"""Events as plain data and back, for the journal and the wire. One table: a new event needs no code here."""

from dataclasses import fields
from enum import Enum
from types import UnionType
from typing import Any, get_args, get_type_hints

from rooms.model.events import Event

__all__ = ["decode_event", "encode_event"]

_CLASSES: dict[str, type[Any]] = {cls.kind: cls for cls in get_args(Event)}
_HINTS: dict[str, dict[str, Any]] = {kind: get_type_hints(cls) for kind, cls in _CLASSES.items()}


def encode_event(event: Event) -> tuple[str, dict[str, str | int | float | bool | None]]:
    """Return the event's kind and its fields as JSON values."""
    payload = {}
    for field in fields(event):
        value = getattr(event, field.name)
        payload[field.name] = value.value if isinstance(value, Enum) else value
    return event.kind, payload


def decode_event(kind: str, payload: dict[str, Any]) -> Event:
    """Return the event that ``encode_event`` was given.

    Raises:
        ValueError: The kind is unknown, or fields are missing, unknown or have values that do not exist.
    """
    cls = _CLASSES.get(kind)
    if cls is None:
        raise ValueError(f"unknown event kind {kind!r}")
    hints = _HINTS[kind]
    try:
        event: Event = cls(**{name: _decode_value(hints[name], value) for name, value in payload.items()})
    except (KeyError, TypeError) as error:
        raise ValueError(f"event {kind} has the wrong fields") from error
    return event


def _decode_value(hint: Any, value: Any) -> Any:
    if isinstance(hint, UnionType):
        return value
    return hint(value) if isinstance(hint, type) and issubclass(hint, Enum) else value
