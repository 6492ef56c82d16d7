"""Converts events to plain data and back, for the journal and the wire. Table-driven: new events need no code here."""

from dataclasses import fields, is_dataclass
from enum import Enum
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from rooms.model.events import Event
from rooms.model.events.old_events import modernise

__all__ = ["decode_event", "encode_event"]

_CLASSES: dict[str, type[Any]] = {cls.kind: cls for cls in get_args(Event)}
_HINTS: dict[str, dict[str, Any]] = {kind: get_type_hints(cls) for kind, cls in _CLASSES.items()}
_NAMES: dict[type[Any], tuple[str, ...]] = {
    cls: tuple(field.name for field in fields(cls)) for cls in _CLASSES.values()
}


def encode_event(event: Event) -> tuple[str, dict[str, Any]]:
    """Return the event's kind and its fields as JSON values."""
    return event.kind, {name: _plain(getattr(event, name)) for name in _NAMES[type(event)]}


def decode_event(kind: str, payload: dict[str, Any]) -> Event:
    """Return the event that ``encode_event`` encoded.

    Raises:
        ValueError: The kind is unknown, or fields are missing, unknown or invalid.
    """
    kind, payload = modernise(kind, payload)
    cls = _CLASSES.get(kind)
    if cls is None:
        raise ValueError(f"unknown event kind {kind!r}")
    hints = _HINTS[kind]
    try:
        event: Event = cls(**{name: _typed(hints[name], value) for name, value in payload.items()})
    except (KeyError, TypeError) as error:
        raise ValueError(f"event {kind} has the wrong fields") from error
    return event


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value


def _typed(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return (
            None if value is None else _typed(next(h for h in get_args(hint) if h is not type(None)), value)
        )
    if origin is tuple:
        return tuple(_typed(get_args(hint)[0], item) for item in value)
    if origin is dict:
        return {name: _typed(get_args(hint)[1], item) for name, item in value.items()}
    if is_dataclass(hint):
        part, hints = cast(type[Any], hint), get_type_hints(hint)
        return part(**{name: _typed(hints[name], item) for name, item in value.items()})
    return hint(value) if isinstance(hint, type) and issubclass(hint, Enum) else value
