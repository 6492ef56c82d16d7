"""How talk time is shared in a group, and the discreet hints derived from it (docs/domain.md, Talk time). Pure.

It is not a clinical score. For a couple on one camera, individual values exist only where it is known who spoke.
`rooms.talk_time.view` decides who sees what.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import add
from typing import NamedTuple

from rooms.model.ids import PersonId, SeatId
from rooms.talk_time.speech import KEPT_S

__all__ = [
    "OVER_AFTER_S",
    "UNDER_AFTER_S",
    "WINDOW_MINUTES",
    "AirtimeHint",
    "AirtimeReport",
    "PersonShare",
    "Seated",
    "Spoken",
    "UnitShare",
    "build_report",
]

WINDOW_MINUTES = int(KEPT_S // 60)
OVER_AFTER_S = 300.0
"""Nobody has spoken too much before this. In a group of more than six, twice the fair share of a whole window is less
than this and counts instead: of eight people, one may be over with 31 % of 15 minutes."""
UNDER_AFTER_S = 300.0
"""Nobody has spoken too little before the group has spoken, and the person has been present, for this long."""
_OVER, _UNDER = 2.0, 0.25
"""Times the fair share."""
_ATTRIBUTED = 0.8
"""The part of a shared seat's speech that must be attributed before individual values are shown."""


class AirtimeHint(StrEnum):
    """What a facilitator might want to notice."""

    OVER = "over"
    UNDER = "under"


class Spoken(NamedTuple):
    """Speech from one seat while its occupants and its in-seat voice stayed the same.

    Attributes:
        voice: Who spoke; None if unknown.
        minutes: Milliseconds in each of the last `WINDOW_MINUTES`, oldest first.
    """

    seat: SeatId
    people: tuple[PersonId, ...]
    voice: PersonId | None
    minutes: tuple[int, ...]


class Seated(NamedTuple):
    """A person on a seat in the room now.

    Attributes:
        sat_ms: For how long within the window.
        unreliable: The relay cannot tell when the seat speaks.
        shared: The seat, if it is shared.
    """

    sat_ms: int
    unreliable: bool
    shared: SeatId | None


_AWAY = Seated(0, False, None)


@dataclass(frozen=True, slots=True)
class PersonShare:
    """One person's share in the window.

    Attributes:
        seconds: Of speech; if not ``separated``, this and the other values are those of both partners together.
        share: Of the participants' speech, 0 to 1.
        fair: An even share.
        per_minute: Seconds in each minute, oldest first.
        separated: Whether the values are the person's own.
        unreliable: The microphone's levels never change, so there is no hint.
    """

    seconds: float
    share: float
    fair: float
    hint: AirtimeHint | None
    per_minute: tuple[float, ...]
    separated: bool
    unreliable: bool


@dataclass(frozen=True, slots=True)
class UnitShare:
    """The joint share of people who share a seat, or shared one within the window.

    Attributes:
        seconds: Joint speech of these people, wherever they sat.
        unattributed_s: The part of it attributed to nobody: spoken while no one had the in-seat voice.
        separated: Whether enough of the seat's speech is attributed to show individual values.
    """

    people: tuple[PersonId, ...]
    seconds: float
    unattributed_s: float
    share: float
    fair: float
    per_minute: tuple[float, ...]
    separated: bool


@dataclass(frozen=True, slots=True)
class AirtimeReport:
    """The last 15 minutes.

    Attributes:
        since: When the window begins, Unix seconds.
        total_s: Speech of all participants; two who speak at once count twice.
        others_s: Speech of everybody else: staff, and people who have left.
        people: By person id, independent of the amounts.
    """

    since: float
    total_s: float
    others_s: float
    people: Mapping[PersonId, PersonShare]
    units: Mapping[SeatId, UnitShare]


def build_report(
    participants: Sequence[PersonId],
    spoken: Iterable[Spoken],
    seated: Mapping[PersonId, Seated],
    since: float,
) -> AirtimeReport:
    """Build the report of the window that begins at ``since``."""
    tally = _Tally(frozenset(participants), spoken)
    for person in sorted(tally.wanted):
        shared = seated.get(person, _AWAY).shared
        if shared is not None:
            tally.couples.setdefault(shared, _Couple()).people.add(person)
    units = {seat: tally.unit(couple) for seat, couple in sorted(tally.couples.items())}
    together = {person: unit for unit in units.values() if not unit.separated for person in unit.people}
    people = {
        person: tally.person(person, together.get(person), seated.get(person, _AWAY))
        for person in sorted(tally.wanted)
    }
    return AirtimeReport(since, tally.total / 1_000, tally.others / 1_000, people, units)


class _Couple:
    """The speech of a shared seat while it was shared, milliseconds, and the people it concerns."""

    def __init__(self) -> None:
        self.people: set[PersonId] = set()
        self.all = 0
        self.unknown = [0] * WINDOW_MINUTES


class _Tally:
    """Who spoke for how long, minute by minute, in milliseconds."""

    def __init__(self, wanted: frozenset[PersonId], spoken: Iterable[Spoken]) -> None:
        self.wanted = wanted
        self.own: dict[PersonId, list[int]] = {person: [0] * WINDOW_MINUTES for person in wanted}
        self.couples: dict[SeatId, _Couple] = {}
        self.total = self.others = 0
        for each in spoken:
            about = wanted.intersection(each.people)
            meant = bool(about) if each.voice is None else each.voice in about
            if meant:
                self._add(each, about)
            else:
                self.others += sum(each.minutes)

    def _add(self, spoken: Spoken, about: frozenset[PersonId]) -> None:
        spent = sum(spoken.minutes)
        self.total += spent
        if spoken.voice is not None:
            self.own[spoken.voice] = _plus(self.own[spoken.voice], spoken.minutes)
        if len(spoken.people) > 1:
            couple = self.couples.setdefault(spoken.seat, _Couple())
            couple.people |= about
            couple.all += spent
            if spoken.voice is None:
                couple.unknown = _plus(couple.unknown, spoken.minutes)

    def unit(self, couple: _Couple) -> UnitShare:
        minutes, unknown = couple.unknown, sum(couple.unknown)
        for person in couple.people:
            minutes = _plus(minutes, self.own[person])
        return UnitShare(
            tuple(sorted(couple.people)),
            sum(minutes) / 1_000,
            unknown / 1_000,
            self._share(sum(minutes)),
            len(couple.people) / len(self.wanted),
            _seconds(minutes),
            couple.all - unknown >= _ATTRIBUTED * couple.all,
        )

    def person(self, person: PersonId, together: UnitShare | None, seated: Seated) -> PersonShare:
        """Return the person's share, or that of both partners if they cannot be separated."""
        minutes = self.own[person]
        seconds, share, fair = sum(minutes) / 1_000, self._share(sum(minutes)), 1 / len(self.wanted)
        per_minute = _seconds(minutes)
        if together:
            seconds, share, fair = together.seconds, together.share, together.fair
            per_minute = together.per_minute
        hint = None if seated.unreliable else self._hint(seconds, share, fair, seated.sat_ms)
        return PersonShare(seconds, share, fair, hint, per_minute, together is None, seated.unreliable)

    def _share(self, spent: int) -> float:
        return spent / self.total if self.total else 0.0

    def _hint(self, seconds: float, share: float, fair: float, sat_ms: int) -> AirtimeHint | None:
        enough = min(OVER_AFTER_S, _OVER * fair * WINDOW_MINUTES * 60)
        if share > _OVER * fair and seconds > enough:
            return AirtimeHint.OVER
        known = min(self.total, sat_ms) >= 1_000 * UNDER_AFTER_S
        return AirtimeHint.UNDER if known and share < _UNDER * fair else None


def _plus(one: Sequence[int], other: Sequence[int]) -> list[int]:
    return list(map(add, one, other))


def _seconds(minutes: Sequence[int]) -> tuple[float, ...]:
    return tuple([spent / 1_000 for spent in minutes])
