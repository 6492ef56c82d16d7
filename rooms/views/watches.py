"""Which subjects a view shows (``rooms.state.subjects``): declared where it is built, and read off there. Pure."""

from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["shows", "watched_by"]

_Build = TypeVar("_Build", bound=Callable[..., Any])
_WATCHES = "watches"


def shows(subjects: int) -> Callable[[_Build], _Build]:
    """Declare that what the function builds changes only with these subjects."""

    def declare(build: _Build) -> _Build:
        build.__dict__[_WATCHES] = subjects
        return build

    return declare


def watched_by(*builds: Callable[..., Any]) -> int:
    """Return the subjects that these functions show together; KeyError when one does not say."""
    watched = 0
    for build in builds:
        watched |= build.__dict__[_WATCHES]
    return watched
