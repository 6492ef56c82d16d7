"""The columns of the three files that a clinic can import and export, and how a row becomes values and back. Pure.

People: ``display_name, time_zone``, and if need be ``kind, legal_name, pronouns, language, email, phone, address_line_1,
address_line_2, city, state, postal_code, country, emergency_name, emergency_phone, emergency_relation,
emergency_permission, safe_channel, safe_times``. Cohorts: ``name, membership, starts``, and if need be ``ends``.
Memberships: ``email, cohort, since``, and if need be ``until``.

Dates are written ``2026-03-01``, permission as yes or no, safe times as ``mon-fri 09:00-17:00; sat 22:00-06:00``. An
empty ``safe_channel`` means e-mail if there is an address, else none.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import attrgetter
from types import MappingProxyType
from typing import TypeVar

from clinic.errors import FieldError
from clinic.people.contact import SafeChannel
from clinic.people.fields.email import email_problem, tidy_email
from clinic.people.fields.text import text_problem, tidy
from clinic.people.person import (
    Address,
    EmergencyContact,
    PersonFields,
    PersonKind,
    check_person,
    tidy_person,
)
from clinic.people.safe_times import SafeRange, format_safe_times, parse_safe_times

__all__ = [
    "COLUMNS",
    "REQUIRED",
    "CohortMembership",
    "CohortRow",
    "MembershipRow",
    "TableKind",
    "cohort_cells",
    "cohort_from",
    "membership_cells",
    "membership_from",
    "person_cells",
    "person_from",
]

COHORT_NAME_LIMIT = 120


class TableKind(StrEnum):
    """What the rows of a file are."""

    PEOPLE = "people"
    COHORTS = "cohorts"
    MEMBERSHIPS = "memberships"


class CohortMembership(StrEnum):
    """Whether others may join a cohort that has begun."""

    CLOSED = "closed"
    ROLLING = "rolling"


@dataclass(frozen=True, slots=True)
class CohortRow:
    """A cohort to be made."""

    name: str
    membership: CohortMembership
    starts: date
    ends: date | None = None


@dataclass(frozen=True, slots=True)
class MembershipRow:
    """A client who is to be in a cohort from one day to another, inclusive; both are known by then."""

    email: str
    cohort: str
    since: date
    until: date | None = None


_PERSON_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "display_name": "display_name",
        "time_zone": "time_zone",
        "kind": "kind",
        "legal_name": "legal_name",
        "pronouns": "pronouns",
        "language": "language",
        "email": "email",
        "phone": "phone",
        "address_line_1": "address.line_1",
        "address_line_2": "address.line_2",
        "city": "address.city",
        "state": "address.state",
        "postal_code": "address.postal_code",
        "country": "address.country",
        "emergency_name": "emergency.name",
        "emergency_phone": "emergency.phone",
        "emergency_relation": "emergency.relation",
        "emergency_permission": "emergency.permission",
        "safe_channel": "safe_channel",
        "safe_times": "safe_times",
    }
)
"""Field by column."""
_COLUMN_OF = {field: column for column, field in _PERSON_FIELDS.items()}

COLUMNS: Mapping[TableKind, tuple[str, ...]] = MappingProxyType(
    {
        TableKind.PEOPLE: tuple(_PERSON_FIELDS),
        TableKind.COHORTS: ("name", "membership", "starts", "ends"),
        TableKind.MEMBERSHIPS: ("email", "cohort", "since", "until"),
    }
)
"""In the order in which they are exported; an import may have them in any."""

REQUIRED: Mapping[TableKind, frozenset[str]] = MappingProxyType(
    {
        TableKind.PEOPLE: frozenset({"display_name", "time_zone"}),
        TableKind.COHORTS: frozenset({"name", "membership", "starts"}),
        TableKind.MEMBERSHIPS: frozenset({"email", "cohort", "since"}),
    }
)


def person_from(cells: Mapping[str, str]) -> tuple[PersonFields, list[FieldError]]:
    """Return the person of a row, tidied, and everything that is wrong with it, by column."""
    row = _Cells(cells)
    email = row.text("email")
    typed = PersonFields(
        kind=row.read("kind", _word(PersonKind), PersonKind.CLIENT),
        display_name=row.text("display_name"),
        time_zone=row.text("time_zone"),
        language=row.text("language") or "en",
        legal_name=row.text("legal_name"),
        pronouns=row.text("pronouns"),
        email=email,
        phone=row.text("phone"),
        address=Address(
            line_1=row.text("address_line_1"),
            line_2=row.text("address_line_2"),
            city=row.text("city"),
            state=row.text("state"),
            postal_code=row.text("postal_code"),
            country=row.text("country") or "US",
        ),
        emergency=EmergencyContact(
            name=row.text("emergency_name"),
            phone=row.text("emergency_phone"),
            relation=row.text("emergency_relation"),
            permission=row.read("emergency_permission", _permission, False),
        ),
        safe_channel=row.read(
            "safe_channel", _word(SafeChannel), SafeChannel.EMAIL if email else SafeChannel.NONE
        ),
        safe_times=row.read("safe_times", parse_safe_times, _ANY_TIME, "field.safe_times"),
    )
    found = [FieldError(_COLUMN_OF[error.field], error.code) for error in check_person(typed)]
    return tidy_person(typed), [*row.errors, *found]


def person_cells(person: PersonFields) -> list[str]:
    """Return the cells of a person, in the order of ``COLUMNS``."""
    written = {
        "emergency_permission": "yes" if person.emergency.permission else "",
        "safe_times": format_safe_times(person.safe_times),
    }
    return [
        written[column] if column in written else str(attrgetter(field)(person))
        for column, field in _PERSON_FIELDS.items()
    ]


def cohort_from(cells: Mapping[str, str]) -> tuple[CohortRow, list[FieldError]]:
    """Return the cohort of a row and what is wrong with it, by column; ``field.order`` if it ends before it starts."""
    row = _Cells(cells)
    name = row.short_text("name", COHORT_NAME_LIMIT)
    membership = row.read("membership", _word(CohortMembership), CohortMembership.CLOSED, required=True)
    starts, ends = row.days("starts", "ends")
    return CohortRow(name, membership, starts, ends), row.errors


def cohort_cells(cohort: CohortRow) -> list[str]:
    """Return the cells of a cohort, in the order of ``COLUMNS``."""
    return [cohort.name, cohort.membership.value, cohort.starts.isoformat(), _day_text(cohort.ends)]


def membership_from(cells: Mapping[str, str]) -> tuple[MembershipRow, list[FieldError]]:
    """Return the membership of a row and what is wrong with it, by column."""
    row = _Cells(cells)
    email = tidy_email(row.text("email"))
    code = email_problem(email) if email else "field.required"
    if code is not None:
        row.errors.append(FieldError("email", code))
    cohort = row.short_text("cohort", COHORT_NAME_LIMIT)
    since, until = row.days("since", "until")
    return MembershipRow(email, cohort, since, until), row.errors


def membership_cells(membership: MembershipRow) -> list[str]:
    """Return the cells of a membership, in the order of ``COLUMNS``."""
    since, until = membership.since.isoformat(), _day_text(membership.until)
    return [membership.email, membership.cohort, since, until]


_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ANY_TIME: tuple[SafeRange, ...] = ()
_Value = TypeVar("_Value")
_Word = TypeVar("_Word", bound=StrEnum)


class _Cells:
    """The cells of one row, and what was wrong with those that were read."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells
        self.errors: list[FieldError] = []

    def text(self, column: str) -> str:
        return tidy(self._cells.get(column, ""))

    def short_text(self, column: str, limit: int) -> str:
        text = self.text(column)
        if code := text_problem(text, limit, required=True):
            self.errors.append(FieldError(column, code))
        return text

    def read(
        self,
        column: str,
        read: Callable[[str], _Value],
        empty: _Value,
        code: str = "field.choice",
        *,
        required: bool = False,
    ) -> _Value:
        """Return what the reader makes of a cell, or ``empty``; a reader raises `ValueError`."""
        text = self.text(column)
        if text:
            try:
                return read(text)
            except ValueError:
                self.errors.append(FieldError(column, code))
        elif required:
            self.errors.append(FieldError(column, "field.required"))
        return empty

    def days(self, first_column: str, last_column: str) -> tuple[date, date | None]:
        """Return the first day, which is required, and the last one, if there is one."""
        first = self.read(first_column, _day, date.min, "field.date", required=True)
        last = self.read(last_column, _optional_day, None, "field.date")
        if last is not None and last < first:
            self.errors.append(FieldError(last_column, "field.order"))
        return first, last


def _word(words: type[_Word]) -> Callable[[str], _Word]:
    return lambda text: words(text.lower())


def _permission(text: str) -> bool:
    if text.lower() not in ("yes", "no"):
        raise ValueError("neither yes nor no")
    return text.lower() == "yes"


def _day(text: str) -> date:
    if not _DATE.fullmatch(text):
        raise ValueError("another way to write a date")
    return date.fromisoformat(text)


def _optional_day(text: str) -> date | None:
    return _day(text)


def _day_text(day: date | None) -> str:
    return day.isoformat() if day else ""
