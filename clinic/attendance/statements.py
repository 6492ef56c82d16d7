"""What a statement says: a client's sessions of a period, when they were there, which codes their minutes meet. Pure.

There are two: an attendance statement, and a superbill, which adds codes. Both hold facts; nothing that was said, no
diagnosis, nobody else's name but those of the staff.

- A couple's session belongs to the one partner whom the clinic has chosen, the identified patient. The other partner's
  statement has no line of it.
- Sessions of a track that 42 CFR Part 2 protects are left out, unless the statement goes to the client themselves or a
  consent names who receives it.
- Where a payer names a minimum of minutes a day, the programme day is what has a code, and its sessions are parts of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from clinic.attendance.codes import CodeTable, Match, Reason, find_code
from clinic.attendance.presence import whole_minutes
from clinic.common.errors import FieldError, Invalid
from clinic.common.ids import AppointmentId, PersonId, RecipientId
from clinic.programme.coverage import Billed, Coverage, coverage_on, is_counted
from clinic.programme.spans import Span, length
from clinic.programme.tracks import Service

__all__ = [
    "LONGEST_PERIOD",
    "Composed",
    "DayLine",
    "Leader",
    "LicenceGap",
    "SessionLine",
    "Sitting",
    "Heading",
    "Statement",
    "StatementKind",
    "Whereabouts",
    "check_period",
    "compose",
]

LONGEST_PERIOD: Final = timedelta(days=366)


class StatementKind(StrEnum):
    """What is asked for."""

    ATTENDANCE = "attendance"
    SUPERBILL = "superbill"


class Whereabouts(StrEnum):
    """Where the client was, as far as a claim asks."""

    HOME = "home"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Leader:
    """Somebody who led a session.

    Attributes:
        licence: The licence by which they may treat where the client was on that day, as it is printed; empty if there
            is none, or if it is not known where the client was.
    """

    person: PersonId
    name: str
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Sitting:
    """A session in which the client was present.

    Attributes:
        on: The day on which it began, in the clinic's zone; one over midnight belongs to that day.
        begins: When it began.
        ends: When it ended.
        first_at: When the client came first.
        last_at: When they left for the last time.
        spans: When they were present and it counted.
        state: Where the client was; empty if that is not known.
        head_count: How many clients were present, of sessions of several people who do not belong together.
        identified: Of a couple's session, the partner to whom it belongs; None while none is chosen.
    """

    session: AppointmentId
    service: Service
    on: date
    begins: datetime
    ends: datetime
    first_at: datetime
    last_at: datetime
    spans: tuple[Span, ...]
    whereabouts: Whereabouts = Whereabouts.UNKNOWN
    state: str = ""
    leaders: tuple[Leader, ...] = ()
    head_count: int | None = None
    is_protected: bool = False
    identified: PersonId | None = None

    @property
    def present(self) -> timedelta:
        """How long they were present, exactly."""
        return length(self.spans)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session on a statement, with its code on a superbill."""

    sitting: Sitting
    match: Match | None = None

    @property
    def present_min(self) -> int:
        """Whole minutes of presence; a begun one does not count."""
        return whole_minutes(self.sitting.present)

    @property
    def pos(self) -> str:
        """The place of service; empty where there is no code, or where the client was is not known."""
        row = self.match.row if self.match else None
        if row is None:
            return ""
        return {Whereabouts.HOME: row.pos_home, Whereabouts.OTHER: row.pos_other}.get(
            self.sitting.whereabouts, ""
        )


@dataclass(frozen=True, slots=True)
class DayLine:
    """One programme day, as a payer counts it.

    Attributes:
        present_min: Whole minutes of presence in the sessions that count.
        minimum_min: What the payer asks of a day.
    """

    on: date
    billed: Billed
    present_min: int
    minimum_min: int
    match: Match
    pos: str = ""


@dataclass(frozen=True, slots=True)
class LicenceGap:
    """A facilitator for whom no licence is known that reached the client's state on the day. For staff alone.

    Attributes:
        state: Empty if it is not known where the client was.
    """

    session: AppointmentId
    on: date
    leader: str
    state: str


@dataclass(frozen=True, slots=True)
class Composed:
    """The lines of a statement, and what staff are told beside it.

    Attributes:
        left_out: Sessions of a protected track that are not in it. It is not printed: the number alone would tell.
        without_patient: Couple sessions that are on nobody's statement, because no identified patient is chosen.
        tells_protected: Whether a line is of a protected track, so that the notice has to go along.
    """

    lines: tuple[SessionLine, ...]
    days: tuple[DayLine, ...] = ()
    gaps: tuple[LicenceGap, ...] = ()
    left_out: int = 0
    without_patient: int = 0
    tells_protected: bool = False

    @property
    def present(self) -> timedelta:
        """Presence in all sessions together."""
        return sum((line.sitting.present for line in self.lines), timedelta())


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands above the lines.

    Attributes:
        client: The client's legal name, or the shown one where the clinic has no other.
        zone: The clinic's time zone, an IANA name.
        payer: The payer whose coverage it is for; empty if there is none.
        recipient: Who receives it; empty if it is the client.
        purpose: Of the Part 2 consent by which protected lines are told; empty without one.
        consent_ends: When that consent ends.
    """

    clinic: str
    client: str
    zone: str
    payer: str = ""
    plan: str = ""
    member: str = field(default="", repr=False)
    recipient: str = ""
    purpose: str = ""
    consent_ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it was made. It is kept whole, with its rows of codes: nothing changes it later.

    Attributes:
        since: First day of the period.
        last: Its last day.
        recipient: The organisation that it is for; None for the client themselves.
        codes: Scope and number of the table of codes.
    """

    id: str
    client: PersonId
    kind: StatementKind
    since: date
    last: date
    made_at: datetime
    made_by: PersonId
    recipient: RecipientId | None
    codes: tuple[str, int]
    heading: Heading
    composed: Composed


def check_period(since: date, last: date, today: date) -> None:
    """Check a period of days, both included.

    Raises:
        Invalid: ``statement.period``: it ends before it begins or is longer than a year; ``statement.future``.
    """
    if last < since or last - since >= LONGEST_PERIOD:
        raise Invalid([FieldError("last", "statement.period")])
    if last > today:
        raise Invalid([FieldError("last", "statement.future")])


def compose(
    client: PersonId,
    kind: StatementKind,
    sittings: Iterable[Sitting],
    coverages: Sequence[Coverage],
    table: CodeTable,
    *,
    payer: RecipientId | None,
    may_tell_protected: bool,
) -> Composed:
    """Return the lines of a statement in order of time.

    Args:
        sittings: The client's in the period.
        payer: Whose rules count days; None takes those of the coverage that holds.
        may_tell_protected: It goes to the client, or a consent names who receives it.
    """
    mine = [one for one in sorted(sittings, key=lambda one: (one.begins, one.session)) if _is_stated(one)]
    undecided = [one for one in mine if one.service is Service.COUPLES and one.identified is None]
    theirs = [one for one in mine if one.service is not Service.COUPLES or one.identified == client]
    told = [one for one in theirs if may_tell_protected or not one.is_protected]
    days: list[DayLine] = []
    parts: dict[AppointmentId, Match] = {}
    if kind is StatementKind.SUPERBILL:
        days, parts = _days(told, coverages, table, payer)
    return Composed(
        tuple(
            SessionLine(
                one,
                (parts.get(one.session) or _code(one, table)) if kind is StatementKind.SUPERBILL else None,
            )
            for one in told
        ),
        tuple(days),
        tuple(gap for one in told for gap in _gaps(one)),
        len(theirs) - len(told),
        len(undecided),
        any(one.is_protected for one in told),
    )


def _is_stated(sitting: Sitting) -> bool:
    """Meetings after treatment are no treatment; who was never there has nothing to state."""
    return sitting.service is not Service.ALUMNI and sitting.present > timedelta()


def _code(sitting: Sitting, table: CodeTable) -> Match:
    return find_code(table, Billed(sitting.service.value), whole_minutes(sitting.present))


def _days(
    sittings: Iterable[Sitting], coverages: Sequence[Coverage], table: CodeTable, payer: RecipientId | None
) -> tuple[list[DayLine], dict[AppointmentId, Match]]:
    """Return the programme days of payers that name a minimum, and the sessions that are parts of them."""
    found: dict[tuple[date, Billed], list[Sitting]] = defaultdict(list)
    minimums: dict[date, int] = {}
    for one in sittings:
        coverage = coverage_on(coverages, one.on, payer)
        if coverage is None or coverage.minimum_min is None or not is_counted(one.service, coverage):
            continue
        minimums[one.on] = coverage.minimum_min
        found[one.on, Billed.SUD_DAY if one.is_protected else Billed.DAY].append(one)
    days = []
    parts: dict[AppointmentId, Match] = {}
    for (on, billed), some in sorted(found.items()):
        # Time in two sessions at once counts once.
        minutes = whole_minutes(length(span for one in some for span in one.spans))
        match = find_code(table, billed, minutes, minimums[on])
        days.append(DayLine(on, billed, minutes, minimums[on], match, _pos(match, some)))
        parts |= {one.session: Match(None, Reason.PART_OF_DAY) for one in some}
    return days, parts


def _pos(match: Match, sittings: Sequence[Sitting]) -> str:
    """Return the place of service of a day; empty if the client was not in one kind of place all day."""
    places = {SessionLine(one, match).pos for one in sittings}
    return places.pop() if len(places) == 1 else ""


def _gaps(sitting: Sitting) -> Iterable[LicenceGap]:
    for leader in sitting.leaders:
        if not leader.licence:
            yield LicenceGap(sitting.session, sitting.on, leader.name, sitting.state)
