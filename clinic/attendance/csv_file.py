"""Attendance as CSV files: of one session, and of one client over a time. Nothing that was said. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from clinic.attendance.presence import Attended, SessionTime
from clinic.people.csv_cells import write_table
from clinic.programme.tracks import Service

__all__ = ["CLIENT_COLUMNS", "SESSION_COLUMNS", "Line", "client_file", "session_file"]

_TIMES: Final = ("session_start", "session_end", "service", "participants")
_PRESENT: Final = ("first", "last", "present_minutes", "private_minutes", "corrected")
SESSION_COLUMNS: Final = (*_TIMES, "name", *_PRESENT)
CLIENT_COLUMNS: Final = (*_TIMES, "counts", *_PRESENT)


@dataclass(frozen=True, slots=True)
class Line:
    """A person in a session.

    Attributes:
        participants: How many clients were present; None if the reader may not know.
        counts: Whether its kind counts as programme time.
    """

    name: str
    time: SessionTime
    service: Service
    participants: int | None
    attended: Attended
    counts: bool = True


def session_file(lines: Iterable[Line], zone: ZoneInfo) -> bytes:
    """Return a session's file, with times of the clinic."""
    return write_table(
        SESSION_COLUMNS, ([*_times(one, zone), one.name, *_present(one, zone)] for one in lines)
    )


def client_file(lines: Iterable[Line], zone: ZoneInfo) -> bytes:
    """Return a client's file, with times of the clinic; their name is not in it."""
    return write_table(
        CLIENT_COLUMNS,
        ([*_times(one, zone), "yes" if one.counts else "no", *_present(one, zone)] for one in lines),
    )


def _times(one: Line, zone: ZoneInfo) -> list[str]:
    span = one.time.span
    participants = "" if one.participants is None else str(one.participants)
    return [_local(span.begins, zone), _local(span.ends, zone), one.service.value, participants]


def _present(one: Line, zone: ZoneInfo) -> list[str]:
    was = one.attended
    return [
        _local(was.first_at, zone),
        _local(was.last_at, zone),
        str(was.present_min),
        str(was.private_min),
        "yes" if was.corrected_by else "no",
    ]


def _local(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds") if at else ""
