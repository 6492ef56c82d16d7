"""A statement as a CSV file (RFC 4180): one row for each session and each programme day, for programs and spreadsheets.

Columns are the same in every language. A cell that a spreadsheet would run is made harmless (`clinic.people.csv_cells`).
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from clinic.attendance.codes import Match
from clinic.attendance.statements import DayLine, SessionLine, Statement
from clinic.consents.recipients import REDISCLOSURE_NOTICE
from clinic.people.csv_cells import write_table

__all__ = ["COLUMNS", "write_csv"]

COLUMNS: Final = (
    *("row", "client", "date", "session_start", "session_end", "present_from", "present_until"),
    *("present_minutes", "present_seconds", "payer_minimum", "service", "code", "modifiers"),
    *("place_of_service", "revenue_code", "charge", "reason", "facilitators", "licences"),
    *("head_count", "payer", "plan", "member_id", "notice"),
)


def write_csv(statement: Statement) -> bytes:
    """Return the file."""
    return write_table(COLUMNS, ([row.get(column, "") for column in COLUMNS] for row in _rows(statement)))


def _rows(statement: Statement) -> Iterable[dict[str, str]]:
    heading, composed = statement.heading, statement.composed
    common = {
        "client": heading.client,
        "payer": heading.payer,
        "plan": heading.plan,
        "member_id": heading.member,
        # Each row may be cut out of the file.
        "notice": REDISCLOSURE_NOTICE if composed.tells_protected else "",
    }
    zone = ZoneInfo(heading.zone)
    for line in composed.lines:
        yield common | _session(line, zone)
    for day in composed.days:
        yield common | _day(day)


def _session(line: SessionLine, zone: ZoneInfo) -> dict[str, str]:
    one = line.sitting
    return {
        "row": "session",
        "date": one.on.isoformat(),
        "session_start": _moment(one.begins, zone),
        "session_end": _moment(one.ends, zone),
        "present_from": _moment(one.first_at, zone),
        "present_until": _moment(one.last_at, zone),
        "present_minutes": str(line.present_min),
        "present_seconds": f"{one.present / timedelta(seconds=1):.6f}".rstrip("0").rstrip("."),
        "service": one.service.value,
        "place_of_service": line.pos,
        "facilitators": "; ".join(leader.name for leader in one.leaders),
        "licences": "; ".join(leader.licence for leader in one.leaders if leader.licence),
        "head_count": "" if one.head_count is None else str(one.head_count),
        **_code(line.match),
    }


def _day(day: DayLine) -> dict[str, str]:
    return {
        "row": "day",
        "date": day.on.isoformat(),
        "present_minutes": str(day.present_min),
        "payer_minimum": str(day.minimum_min),
        "service": day.billed.value,
        "place_of_service": day.pos,
        **_code(day.match),
    }


def _code(match: Match | None) -> dict[str, str]:
    if match is None:
        return {}
    if match.row is None:
        return {"reason": match.reason.value if match.reason else ""}
    row = match.row
    return {
        "code": row.code,
        "modifiers": " ".join(row.modifiers),
        "revenue_code": row.revenue,
        "charge": "" if row.charge is None else f"{row.charge / 100:.2f}",
    }


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")
