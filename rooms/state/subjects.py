"""Which part of the state an event can change: by this the room knows what it need not look at again.

Rules, deadlines and views say which subjects they look at (a bit mask). ``PEOPLE`` is the wide one: whatever is not
told apart below belongs to it. What builds a view declares what it shows (``shows``), so that what is made of several
knows what to watch.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar, get_args

from rooms.model import events as ev

__all__ = [
    "ALL",
    "ASIDE",
    "BESIDE",
    "FLOOR",
    "GATES",
    "LOG",
    "PEOPLE",
    "PRESENCE",
    "RUNS",
    "SPEAKING",
    "SUBJECT_OF",
    "SWITCHES",
    "VOICES",
    "shows",
    "watched_by",
]

PEOPLE: Final = 1
"""Who is where, as what, connected or not, and what is asked of and agreed by whom; how far the session is."""
SWITCHES: Final = 2
"""Microphones and cameras."""
VOICES: Final = 4
"""Who of two on a shared seat has the in-seat floor, and who asks for it."""
FLOOR: Final = 8
"""Turn, line, mode."""
RUNS: Final = 16
"""Protocols that are under way."""
PRESENCE: Final = 32
"""What attendance is counted by; no rule and no view looks at it."""
LOG: Final = 64
"""That anything was recorded at all."""
BESIDE: Final = 128
"""What is in no log: nobody tells when it changes, so it is looked at every time."""
ALL: Final = 255

GATES: Final = 1 << 8
"""Who is let be heard and seen: the plan. No event says so; whoever keeps the plan does."""
SPEAKING: Final = 1 << 9
"""Who is heard at this moment. No event says so of this and the next."""
ASIDE: Final = 1 << 10
"""Everything else that is in no log and that people see."""

_SPECIAL: Mapping[type, int] = {
    ev.DevicesSet: SWITCHES,
    ev.VoiceAsked: VOICES,
    ev.VoiceGiven: VOICES,
    ev.PresenceBegan: PRESENCE,
    ev.PresenceEnded: PRESENCE,
    ev.RoomAlive: 0,
    # Only who comes next is measured by it.
    ev.SeatOpened: 0,
    ev.LinkWithdrawn: 0,
    # Every time there is has moved.
    ev.RoomBack: PEOPLE | VOICES | FLOOR | RUNS,
    # The marks of facilitators on people.
    ev.ComeBackMarked: PEOPLE,
    # The end of the session ends turns and runs, too.
    ev.RoomEnded: PEOPLE | FLOOR | RUNS,
    # What may go on another time is offered like everything that is not of the run on top.
    ev.ProtocolKept: PEOPLE,
}


def _subject(event: type) -> int:
    if event in _SPECIAL:
        return _SPECIAL[event]
    if event in get_args(ev.FloorEvent):
        return FLOOR
    # A step moves the seq of the floor.
    return FLOOR | RUNS if event in get_args(ev.ProtocolEvent) else PEOPLE


SUBJECT_OF: Mapping[type, int] = {event: _subject(event) | LOG for event in get_args(ev.Event)}
"""By type of event."""

_Build = TypeVar("_Build", bound=Callable[..., Any])
_SHOWS = "shows"


def shows(subjects: int) -> Callable[[_Build], _Build]:
    """Declare that what the function builds changes only with these subjects."""

    def declare(build: _Build) -> _Build:
        build.__dict__[_SHOWS] = subjects
        return build

    return declare


def watched_by(*builds: Callable[..., Any]) -> int:
    """Return the subjects that these functions show together; KeyError when one does not say."""
    watched = 0
    for build in builds:
        watched |= build.__dict__[_SHOWS]
    return watched
