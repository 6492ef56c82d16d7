"""How events change the state: one rule per event, in tables by subject. Replaying the log restores the room.

A rule consults the machines (``rooms.state.machines``) before it changes anything, so an error leaves no change.
"""

from rooms.model import events as ev
from rooms.state.model import RoomState
from rooms.state.on.agenda import ON_AGENDA
from rooms.state.on.floor import ON_FLOOR
from rooms.state.on.people import ON_PEOPLE
from rooms.state.on.protocols import ON_PROTOCOLS
from rooms.state.on.seats import ON_SEATS
from rooms.state.subjects import PEOPLE, SUBJECT_OF

__all__ = ["apply"]

_RULES = {**ON_SEATS, **ON_FLOOR, **ON_PROTOCOLS, **ON_PEOPLE, **ON_AGENDA}


def apply(state: RoomState, record: ev.Recorded) -> None:
    """Apply one event to ``state``.

    Raises:
        IllegalMove: The session, seat or turn cannot make this transition from its current state.
        ValueError: The record is not the next one, or names a seat or person the room does not have, or somebody else's
            turn. None of these errors changes the state.
    """
    # Earlier versions could store times that ran backwards after the host's clock had been set.
    at = max(record.at, state.last_at)
    if record.position != state.position + 1:
        raise ValueError(f"record {record.position} does not follow {state.position}")
    event = record.event
    seat = getattr(event, "seat", None)
    if seat is not None and seat not in state.seats:
        raise ValueError(f"record {record.position} names an unknown seat")
    person = getattr(event, "person", None)
    if person is not None and person not in state.people:
        raise ValueError(f"record {record.position} names an unknown person")
    kind = type(event)
    _RULES[kind](state, event, at)
    state.position, state.last_at = record.position, at
    subject = SUBJECT_OF[kind]
    state.changed |= subject
    if subject & PEOPLE:
        state.people_at = record.position
