"""What follows a help signal that nobody in the room attends to: who outside is paged, and when. Pure.

Those who lead have `GRACE` to see it; where nobody who leads is connected there is nothing to wait for. Then people on
call are paged one after the other, and the clinical directors at `DIRECTOR_AFTER` at the latest. It ends when somebody
in the room has seen it, somebody who was paged has it, or it is closed. Two signals are two escalations.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic.common.errors import Refused
from clinic.common.ids import PersonId

__all__ = [
    "DEADLINES",
    "MOVES",
    "OVER",
    "Delivery",
    "Escalation",
    "EscalationEvent",
    "EscalationState",
    "Outcome",
    "Page",
    "PagedAs",
    "Roster",
    "answer",
    "end",
    "find_outcome",
    "next_deadline",
    "start",
    "step",
]

GRACE: Final = timedelta(seconds=30)
PATIENCE: Final = timedelta(seconds=30)
DIRECTOR_AFTER: Final = timedelta(seconds=90)
LAST_CALL: Final = timedelta(seconds=60)

DEADLINES: Final[Mapping[str, timedelta]] = MappingProxyType(
    {
        "grace": GRACE,
        "patience": PATIENCE,
        "director": DIRECTOR_AFTER,
        "last_call": LAST_CALL,
    }
)
"""``grace``: from the signal to the first page. ``patience``: from one page to the next. ``director``: from the signal
to the clinical directors. ``last_call``: from the last page until nobody counts as reached."""


class EscalationState(StrEnum):
    """How far an escalation is."""

    WATCHING = "watching"
    """Those in the room have time to see the signal."""
    PAGING = "paging"
    """Somebody was paged; others follow."""
    ALL_PAGED = "all_paged"
    GIVEN_UP = "given_up"
    """Nobody has answered in time, or there is nobody to page. Whoever answers after all still has it."""
    ANSWERED = "answered"
    """Somebody outside the room has it."""
    ENDED = "ended"
    """Somebody in the room has seen it, or it was closed."""


class EscalationEvent(StrEnum):
    """What moves an escalation."""

    PAGED = "paged"
    PAGED_LAST = "paged_last"
    GAVE_UP = "gave_up"
    ANSWERED = "answered"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


_S, _E = EscalationState, EscalationEvent
_RUNNING: Final = (_S.WATCHING, _S.PAGING, _S.ALL_PAGED)

MOVES: Final[Mapping[tuple[EscalationState, EscalationEvent], EscalationState]] = MappingProxyType(
    {
        (_S.WATCHING, _E.PAGED): _S.PAGING,
        (_S.PAGING, _E.PAGED): _S.PAGING,
        (_S.WATCHING, _E.PAGED_LAST): _S.ALL_PAGED,
        (_S.PAGING, _E.PAGED_LAST): _S.ALL_PAGED,
        (_S.WATCHING, _E.GAVE_UP): _S.GIVEN_UP,
        (_S.PAGING, _E.GAVE_UP): _S.GIVEN_UP,
        (_S.ALL_PAGED, _E.GAVE_UP): _S.GIVEN_UP,
        **{(state, _E.ANSWERED): _S.ANSWERED for state in (*_RUNNING, _S.GIVEN_UP)},
        **{
            (state, event): _S.ENDED
            for state in (*_RUNNING, _S.GIVEN_UP, _S.ANSWERED)
            for event in (_E.ACKNOWLEDGED, _E.CLOSED)
        },
    }
)
"""Every move there is. What has ended stays ended; a new signal is a new escalation."""

OVER: Final = frozenset({_S.GIVEN_UP, _S.ANSWERED, _S.ENDED})
"""States in which nobody more is paged."""


class PagedAs(StrEnum):
    """As what somebody was paged."""

    ON_CALL = "on_call"
    DIRECTOR = "director"


@dataclass(frozen=True, slots=True)
class Roster:
    """Who can be paged: people on call, in their order, and the clinical directors."""

    on_call: tuple[PersonId, ...] = ()
    directors: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True)
class Escalation:
    """One signal's escalation.

    Attributes:
        paged: Who was paged so far, in order; nobody twice.
        paged_at: When the last of them was.
        directors_due: Whether the directors still have to be paged.
    """

    signalled_at: datetime
    state: EscalationState = EscalationState.WATCHING
    paged: tuple[PersonId, ...] = ()
    paged_at: datetime | None = None
    directors_due: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """An effect: this person is to be paged now."""

    person: PersonId
    role: PagedAs


def start(now: datetime) -> Escalation:
    """Return the escalation of a signal that reaches the room now."""
    return Escalation(now)


def next_deadline(escalation: Escalation, *, led: bool) -> tuple[str, datetime] | None:
    """Return the name and the time of what is due next; None if nothing is.

    Args:
        led: Whether somebody who leads is connected in the room.
    """
    match escalation.state:
        case EscalationState.WATCHING:
            begun = escalation.signalled_at
            return "grace", begun + GRACE if led else begun
        case EscalationState.PAGING:
            due = ("patience", _last(escalation) + PATIENCE)
            if escalation.directors_due:
                due = min(due, ("director", escalation.signalled_at + DIRECTOR_AFTER), key=lambda one: one[1])
            return due
        case EscalationState.ALL_PAGED:
            return "last_call", _last(escalation) + LAST_CALL
    return None


def step(
    escalation: Escalation, roster: Roster, now: datetime, *, led: bool
) -> tuple[Escalation, tuple[Page, ...]]:
    """Return the escalation after whatever is due now, and who is to be paged.

    Args:
        led: As for ``next_deadline``.
    """
    due = next_deadline(escalation, led=led)
    if due is None or now < due[1]:
        return escalation, ()
    if due[0] == "last_call":
        return _moved(escalation, EscalationEvent.GAVE_UP), ()
    waiting = [person for person in roster.on_call if person not in escalation.paged]
    is_next_due = escalation.state is EscalationState.WATCHING or now >= _last(escalation) + PATIENCE
    pages = [Page(person, PagedAs.ON_CALL) for person in waiting[:1] if is_next_due]
    directors_due = escalation.directors_due
    if directors_due and (now >= escalation.signalled_at + DIRECTOR_AFTER or (is_next_due and not waiting)):
        directors_due = False
        known = {*escalation.paged, *(page.person for page in pages)}
        pages += [Page(person, PagedAs.DIRECTOR) for person in roster.directors if person not in known]
    paged = tuple(dict.fromkeys((*escalation.paged, *(page.person for page in pages))))
    after = replace(
        escalation,
        paged=paged,
        paged_at=now if pages else escalation.paged_at,
        directors_due=directors_due,
    )
    if directors_due or not set(roster.on_call) <= set(paged):
        return _moved(after, EscalationEvent.PAGED), tuple(pages)
    return _moved(after, EscalationEvent.PAGED_LAST if paged else EscalationEvent.GAVE_UP), tuple(pages)


def answer(escalation: Escalation) -> Escalation:
    """Return the escalation once somebody outside the room has it.

    Raises:
        Refused: ``alert.answered``: somebody has it. ``alert.over``: it was seen in the room, or closed.
    """
    if escalation.state is EscalationState.ANSWERED:
        raise Refused("alert.answered")
    if escalation.state is EscalationState.ENDED:
        raise Refused("alert.over")
    return _moved(escalation, EscalationEvent.ANSWERED)


def end(escalation: Escalation, event: EscalationEvent) -> Escalation:
    """Return the escalation after it was acknowledged in the room, or closed; what has ended stays as it is."""
    if (escalation.state, event) not in MOVES:
        return escalation
    return _moved(escalation, event)


class Delivery(StrEnum):
    """What became of one message of a page."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    """So far; it may be tried again."""


class Outcome(StrEnum):
    """What the room is told of the page."""

    SENT = "sent"
    ANSWERED = "answered"
    UNREACHED = "unreached"


def find_outcome(state: EscalationState, deliveries: Iterable[Delivery]) -> Outcome | None:
    """Return what the room is to be told; None while there is nothing to tell.

    Args:
        deliveries: Of all messages of all pages so far.
    """
    found = set(deliveries)
    if state is EscalationState.ANSWERED:
        return Outcome.ANSWERED
    if state is EscalationState.GIVEN_UP:
        return Outcome.UNREACHED
    if Delivery.DELIVERED in found:
        return Outcome.SENT
    return Outcome.UNREACHED if found == {Delivery.FAILED} else None


def _moved(escalation: Escalation, event: EscalationEvent) -> Escalation:
    return replace(escalation, state=MOVES[escalation.state, event])


def _last(escalation: Escalation) -> datetime:
    return escalation.paged_at or escalation.signalled_at
