"""Who left a session how, read from its log (docs/domain.md 8): times and codes, never what was said. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from rooms.model import events as ev
from rooms.model.events.follow_up import RemovalReason
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role, RoomSetup
from rooms.rules.protocols.pauses.crisis_break import CRISIS_BREAK
from rooms.rules.protocols.rounds.closing_round import CLOSING_ROUND, is_red

__all__ = ["Departure", "Departures", "ExitAnswer", "Leaving", "read_departures"]


class Leaving(StrEnum):
    """How somebody was seen last."""

    STAYED = "stayed"
    """They were there when the session ended, or are there now."""
    LEFT = "left"
    """They left by themselves."""
    LOST = "lost"
    """The connection was lost, and they did not come back."""
    REMOVED = "removed"
    """Staff moved them to the waiting room."""


@dataclass(slots=True)
class ExitAnswer:
    """An answer of the exit check.

    Attributes:
        red: It has to be followed up.
        done: What staff chose to do about it; None if nothing.
    """

    number: int
    call: bool
    red: bool
    done: str | None = None


@dataclass(slots=True)
class Departure:
    """How one client was in a session and left it. Times are Unix seconds.

    Attributes:
        left_at: None while they are there.
        goodbye: They answered the exit check, or were there when the closing round was over.
        follow_ups: What the room noted for later, with the time and the reason of a removal.
        help_at: When help signals came from them or, from a shared seat, from one of the two.
        welfare: What was done while nobody knew whether they were safe.
    """

    person: PersonId
    came_at: float
    left_at: float | None = None
    how: Leaving = Leaving.STAYED
    goodbye: bool = False
    exit: ExitAnswer | None = None
    follow_ups: list[tuple[str, float, RemovalReason | None]] = field(default_factory=list)
    help_at: list[float] = field(default_factory=list)
    welfare: list[tuple[str, float]] = field(default_factory=list)


@dataclass(slots=True)
class Departures:
    """All of a session: its clients who were in it, and what was noted in its crisis breaks, with the times."""

    people: list[Departure]
    crisis: list[tuple[str, float]]
    ended_at: float | None = None


@dataclass(slots=True)
class _Reading:
    """What has been read so far.

    Attributes:
        sits: On which seat somebody is present.
        why: What happened last that ends the presence of whoever sits on a seat.
        runs: The protocol of each run.
    """

    setup: RoomSetup
    found: dict[PersonId, Departure] = field(default_factory=dict)
    sits: dict[PersonId, SeatId] = field(default_factory=dict)
    why: dict[SeatId, Leaving] = field(default_factory=dict)
    runs: dict[int, str] = field(default_factory=dict)
    crisis: dict[int, list[tuple[str, float]]] = field(default_factory=dict)
    ended_at: float | None = None


def read_departures(setup: RoomSetup, log: Iterable[ev.Recorded]) -> Departures:
    """Return who of a session's clients left how, in the order in which they came."""
    reading = _Reading(setup)
    for record in log:
        _read(reading, record.event, record.at)
    lines = [line for lines in reading.crisis.values() for line in lines]
    return Departures(list(reading.found.values()), lines, reading.ended_at)


def _read(reading: _Reading, event: ev.Event, at: float) -> None:
    match event:
        case ev.PresenceBegan(person=person, seat=seat):
            _came(reading, person, seat, at)
        case ev.PresenceEnded(person=person):
            _went(reading, person, at)
        case ev.SeatLost(seat=seat):
            reading.why[seat] = Leaving.LOST
        case ev.SeatMovedToWaiting(seat=seat):
            reading.why[seat] = Leaving.REMOVED
        case ev.SeatLeft(seat=seat, reason=reason):
            left = reason is ev.LeaveReason.LEFT
            reading.why[seat] = Leaving.LEFT if left else Leaving.STAYED
        case ev.RoomEnded():
            reading.ended_at = at
        case _:
            _read_safety(reading, event, at)
            _read_protocols(reading, event)


def _read_protocols(reading: _Reading, event: ev.Event) -> None:
    match event:
        case ev.ProtocolStarted(run=run, protocol=protocol):
            reading.runs[run] = protocol
        case ev.ProtocolStepped(run=run, memory=memory) | ev.ProtocolChanged(run=run, memory=memory):
            _read_run(reading, run, memory)
        case ev.ProtocolDone(run=run, outcome=outcome):
            _read_done(reading, run, outcome)


def _came(reading: _Reading, person: PersonId, seat: SeatId, at: float) -> None:
    known = reading.setup.people.get(person)
    if known is None or known.role is not Role.MEMBER:
        return
    one = reading.found.setdefault(person, Departure(person, at))
    one.left_at, one.how = None, Leaving.STAYED
    reading.sits[person] = seat


def _went(reading: _Reading, person: PersonId, at: float) -> None:
    one = reading.found.get(person)
    if one is not None:
        one.left_at = at
        one.how = reading.why.get(reading.sits[person], Leaving.LEFT)


def _read_safety(reading: _Reading, event: ev.Event, at: float) -> None:
    match event:
        case ev.HelpSignalled(seat=seat, person=person):
            for one in _people(reading, person, seat):
                one.help_at.append(at)
        case ev.FollowUpNoted(person=person, why=why, cause=cause) if person in reading.found:
            reading.found[person].follow_ups.append((why.value, at, cause))
        case ev.WelfareNoted(person=person, step=step) if person in reading.found:
            reading.found[person].welfare.append((step.value, at))
        case ev.WelfareDue(person=person) if person in reading.found:
            reading.found[person].welfare.append(("due", at))
        case ev.WelfareBack(person=person) if person in reading.found:
            reading.found[person].welfare.append(("back", at))


def _people(reading: _Reading, person: PersonId | None, seat: SeatId) -> Iterator[Departure]:
    """Yield who sent a signal; both of a shared seat if nobody knows who of the two."""
    for one in reading.setup.seats[seat].occupants if person is None else (person,):
        if one in reading.found:
            yield reading.found[one]


def _read_run(reading: _Reading, run: int, memory: dict[str, object]) -> None:
    protocol, timeline = reading.runs.get(run), memory.get("timeline")
    if protocol == CRISIS_BREAK.id and isinstance(timeline, list):
        reading.crisis[run] = [(line["kind"], line["at"]) for line in timeline]
    answers, done = memory.get("answers"), memory.get("done")
    if protocol != CLOSING_ROUND.id or not isinstance(answers, dict) or not isinstance(done, dict):
        return
    for person, answer in answers.items():
        one = reading.found.get(PersonId(person))
        if one is not None:
            one.exit = ExitAnswer(answer["number"], answer["call"], is_red(answer), done.get(person))
            one.goodbye = True


def _read_done(reading: _Reading, run: int, outcome: dict[str, object]) -> None:
    timeline = outcome.get("timeline")
    if reading.runs.get(run) == CRISIS_BREAK.id and isinstance(timeline, list):
        # The last line is noted as the run ends.
        reading.crisis[run] = [(line["kind"], line["at"]) for line in timeline]
    if reading.runs.get(run) == CLOSING_ROUND.id:
        for one in reading.found.values():
            one.goodbye = one.goodbye or one.left_at is None
