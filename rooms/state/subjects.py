"""Which part of the state an event can change, so that everything else need not be looked at again.

Rules, deadlines and views declare the subjects they look at (a bit mask). ``PEOPLE`` is the wide one: it covers all
that has no subject of its own below. A function that builds part of a view declares what it shows (``shows``), so that
whatever combines several parts knows what to watch.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar, get_args

from rooms.model import events as ev

__all__ = [
    "AGENDA",
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
"""Who is where, in which role, connected or not; what each was asked and agreed to; the phase of the session."""
SWITCHES: Final = 2
"""Microphones and cameras."""
VOICES: Final = 4
"""Which of two on a shared seat has the in-seat voice, and who asks for it."""
FLOOR: Final = 8
"""Turn, line, mode."""
RUNS: Final = 16
"""Runs of protocols."""
PRESENCE: Final = 32
"""What attendance is counted from; no rule or view looks at it."""
LOG: Final = 64
"""Changes with every recorded event."""
BESIDE: Final = 128
"""What is not in the log: no event announces a change, so it is checked every time."""
AGENDA: Final = 256
"""What the session is to be, item by item."""
ALL: Final = 511

GATES: Final = 1 << 9
"""Who may be heard and seen: the plan. No event announces it; the plan's owner does."""
SPEAKING: Final = 1 << 10
"""Who is heard at this moment. No event announces this or the next."""
ASIDE: Final = 1 << 11
"""Everything else outside the log that people see."""

_SPECIAL: Mapping[type, int] = {
    ev.DevicesSet: SWITCHES,
    ev.VoiceAsked: VOICES,
    ev.VoiceGiven: VOICES,
    ev.PresenceBegan: PRESENCE,
    ev.PresenceEnded: PRESENCE,
    # No view shows it, and the rule that notes it looks again whenever people or runs change.
    ev.FollowUpNoted: 0,
    ev.RoomAlive: 0,
    # Only who comes next depends on it.
    ev.SeatOpened: 0,
    ev.LinkWithdrawn: 0,
    # Every time has moved.
    ev.RoomBack: PEOPLE | VOICES | FLOOR | RUNS | AGENDA,
    # Facilitators' marks on people.
    ev.ComeBackMarked: PEOPLE,
    # Ending the session also ends turns, runs and the present item.
    ev.RoomEnded: PEOPLE | FLOOR | RUNS | AGENDA,
    # Kept runs are offered like everything else that does not belong to the run on top.
    ev.ProtocolKept: PEOPLE,
}


def _subject(event: type) -> int:
    if event in _SPECIAL:
        return _SPECIAL[event]
    if event in get_args(ev.FloorEvent):
        return FLOOR
    if event in get_args(ev.AgendaEvent):
        return AGENDA
    # A step changes the floor's seq.
    return FLOOR | RUNS if event in get_args(ev.ProtocolEvent) else PEOPLE


SUBJECT_OF: Mapping[type, int] = {event: _subject(event) | LOG for event in get_args(ev.Event)}
"""By event type."""

_Build = TypeVar("_Build", bound=Callable[..., Any])
_SHOWS = "shows"


def shows(subjects: int) -> Callable[[_Build], _Build]:
    """Declare that what the function builds changes only with these subjects."""

    def declare(build: _Build) -> _Build:
        build.__dict__[_SHOWS] = subjects
        return build

    return declare


def watched_by(*builds: Callable[..., Any]) -> int:
    """Return the subjects that these functions show together; KeyError if one declares none."""
    watched = 0
    for build in builds:
        watched |= build.__dict__[_SHOWS]
    return watched
