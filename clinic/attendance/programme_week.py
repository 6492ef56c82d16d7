"""The week of the whole programme, added up for whoever directs it: hours by day, and how each client stands. Pure.

It reads the weeks of its clients as `totals` counts them, so that no number differs from that on a client's own page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from clinic.attendance.presence import whole_minutes
from clinic.attendance.totals import Attendance, WeekTotal, day_totals, week_total
from clinic.common.ids import PersonId
from clinic.people.csv_cells import write_table
from clinic.programme.minutes import Counting
from clinic.programme.spans import without

__all__ = [
    "COLUMNS",
    "ClientOfWeek",
    "DayHours",
    "Row",
    "Standing",
    "add_up",
    "client_of_week",
    "standing",
    "write_file",
]


class Standing(StrEnum):
    """How a client stands against the weekly target, the most urgent first."""

    BEHIND = "behind"
    """By the middle of the week they are so far behind what was planned that somebody should look after it."""
    SHORT = "short"
    """What is planned does not reach the target, however they come."""
    ON_COURSE = "on_course"
    MET = "met"
    MISSED = "missed"
    """The week is over, and the target was not reached."""


@dataclass(frozen=True, slots=True)
class ClientOfWeek:
    """One client's week, with what was planned by day."""

    client: PersonId
    total: WeekTotal
    planned: dict[date, timedelta]
    is_over: bool


@dataclass(frozen=True, slots=True)
class DayHours:
    """A local day of everybody: the hours of all clients, added."""

    day: date
    planned: timedelta
    present: timedelta

    @property
    def planned_min(self) -> int:
        """Whole minutes planned."""
        return whole_minutes(self.planned)

    @property
    def present_min(self) -> int:
        """Whole minutes present."""
        return whole_minutes(self.present)


def client_of_week(
    client: PersonId,
    sessions: Sequence[Attendance],
    monday: date,
    zone: ZoneInfo,
    counting: Counting,
    target_min: int,
    now: datetime,
) -> ClientOfWeek:
    """Return one client's week.

    Args:
        sessions: The client's; what lies in other weeks is ignored.
    """
    total = week_total(sessions, monday, zone, counting, target_min, now)
    # What was planned, as if they had been there all the time.
    as_planned = [
        Attendance(
            one.planned,
            (one.planned.span,)
            if counting.breaks
            else tuple(without([one.planned.span], one.planned.breaks)),
        )
        for one in sessions
    ]
    by_day = day_totals(as_planned, zone, counting)
    planned = {day: by_day.get(day, timedelta()) for day in total.days}
    over = now.astimezone(zone).date() >= monday + timedelta(days=7)
    return ClientOfWeek(client, total, planned, over)


def standing(one: ClientOfWeek) -> Standing | None:
    """Return how a client stands; None without a target."""
    total = one.total
    if not total.target_min:
        return None
    if total.present_min >= total.target_min:
        return Standing.MET
    if one.is_over:
        return Standing.MISSED
    if total.warns:
        return Standing.BEHIND
    return Standing.SHORT if total.planned_min < total.target_min else Standing.ON_COURSE


def add_up(clients: Iterable[ClientOfWeek], monday: date) -> tuple[DayHours, ...]:
    """Return the seven days of the week."""
    everybody = list(clients)
    return tuple(
        DayHours(
            day,
            sum((one.planned[day] for one in everybody), timedelta()),
            sum((one.total.days[day] for one in everybody), timedelta()),
        )
        for day in (monday + timedelta(days=number) for number in range(7))
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file: of one thing in one of its sections. Empty cells do not apply.

    Attributes:
        name: Of a client or a group.
        left: What of an authorisation is left, in its ``unit``.
        item: A question of the pulse, from 1, with the ``average`` of its answers and how many ``people`` it is of.
    """

    section: str
    name: str = ""
    day: date | None = None
    planned_min: int | None = None
    present_min: int | None = None
    target_min: int | None = None
    standing: Standing | None = None
    documents: tuple[str, ...] = ()
    left: int | None = None
    unit: str = ""
    item: int | None = None
    average: float | None = None
    people: int | None = None


COLUMNS: Final = (
    "section",
    "name",
    "day",
    "planned_minutes",
    "present_minutes",
    "target_minutes",
    "standing",
    "documents",
    "left",
    "unit",
    "item",
    "average",
    "people",
)


def write_file(rows: Iterable[Row]) -> bytes:
    """Return the week as a CSV file, its sections below each other."""
    return write_table(COLUMNS, map(_cells, rows))


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.section,
        row.name,
        row.day.isoformat() if row.day else "",
        *map(_number, (row.planned_min, row.present_min, row.target_min)),
        row.standing.value if row.standing else "",
        " ".join(row.documents),
        _number(row.left),
        row.unit,
        *map(_number, (row.item, row.average, row.people)),
    )


def _number(value: float | None) -> str:
    return "" if value is None else str(value)
