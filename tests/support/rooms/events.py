"""Any event with any values of its fields, for code that writes and reads events."""

from dataclasses import is_dataclass
from types import UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from rooms.model.events import Event

__all__ = ["any_event", "any_json"]

_LARGEST = 2**53
any_json = st.recursive(
    st.none() | st.booleans() | st.integers(-_LARGEST, _LARGEST) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def any_event(text: st.SearchStrategy[str] | None = None) -> st.SearchStrategy[Event]:
    """Return a strategy of all events.

    Args:
        text: The possible ids and names; any text by default.
    """
    words = text if text is not None else st.text(max_size=20)
    return st.one_of(*(st.builds(cls, **_fields(cls, words)) for cls in get_args(Event)))


def _fields(cls: type[Any], words: st.SearchStrategy[str]) -> dict[str, st.SearchStrategy[Any]]:
    return {name: _values(hint, words) for name, hint in get_type_hints(cls).items() if name != "kind"}


def _values(hint: Any, words: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    origin, args = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return st.none() | _values(next(arg for arg in args if arg is not type(None)), words)
    if origin is tuple:
        return st.lists(_values(args[0], words), max_size=4).map(tuple)
    if origin is dict:
        return st.dictionaries(words, any_json if args[1] is Any else _values(args[1], words), max_size=4)
    if hint is float:
        return st.floats(allow_nan=False, allow_infinity=False)
    if hint is bool:
        return st.booleans()
    if hint is int:
        return st.integers(-_LARGEST, _LARGEST)
    if getattr(hint, "__supertype__", hint) is str:
        return words
    if is_dataclass(hint):
        kind = cast(type[Any], hint)
        return st.builds(kind, **_fields(kind, words))
    return st.sampled_from(hint)
