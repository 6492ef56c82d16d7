"""Who the people of sessions are and what else they are booked for, many people at a time."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, column, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.base import UtcDateTime
from app.persistence.models.people import PersonRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from app.persistence.scoping import checked
from clinic.common.ids import AppointmentId, ClinicId, PersonId
from clinic.people.person import PersonKind
from clinic.schedule.attendees import Role
from clinic.schedule.conflicts import Booking
from clinic.schedule.recurrence.series import LONGEST_MIN
from clinic.schedule.states import Status

__all__ = ["KnownPerson", "SurroundingsRepository"]

_LONGEST = timedelta(minutes=LONGEST_MIN)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person as planning sees them.

    Attributes:
        state: Of their address; None if it is unknown.
    """

    id: PersonId
    name: str
    kind: PersonKind
    is_archived: bool
    state: str | None


class SurroundingsRepository:
    """Queries about people of one clinic, many people at a time."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def people(self, people: Collection[PersonId]) -> dict[PersonId, KnownPerson]:
        """Return those of these people whom the clinic knows."""
        query = select(
            PersonRow.id, PersonRow.name, PersonRow.kind, PersonRow.archived_at, PersonRow.address
        ).where(checked(PersonRow.clinic_id) == self._clinic, PersonRow.id.in_(people))
        return {
            PersonId(row.id): KnownPerson(
                PersonId(row.id),
                row.name,
                PersonKind(row.kind),
                row.archived_at is not None,
                self._state(row.id, row.address),
            )
            for row in await self._session.execute(query)
        }

    def _state(self, person: str, address: str | None) -> str | None:
        if address is None:
            return None
        state: str | None = json.loads(self._keys.open("people.address", person, address)).get("state")
        return state or None

    async def bookings(
        self,
        people: Collection[PersonId],
        spans: Sequence[tuple[datetime, datetime]],
        without: Collection[AppointmentId],
    ) -> dict[PersonId, list[Booking]]:
        """Return the planned sessions that these people have within the spans, in order of their beginnings.

        One query that looks at each person's sessions around each span, and at no others.

        Args:
            without: Appointments that do not count: those that are about to be changed.
        """
        if not spans:
            return {}
        size = 1 << (len(spans) - 1).bit_length()
        # As many as the query has room for: the last one again and again changes nothing.
        padded = [*spans, *[spans[-1]] * (size - len(spans))]
        values: dict[str, Any] = {"clinic": self._clinic, "people": list(people)}
        for number, (begins, ends) in enumerate(padded):
            # None that meets a span begins earlier than this: with it, the index leads to the few that may.
            values |= {
                f"earliest{number}": begins - _LONGEST,
                f"begins{number}": begins,
                f"ends{number}": ends,
            }
        found: dict[PersonId, list[Booking]] = defaultdict(list)
        for row in await self._session.execute(_bookings_within(size), values):
            if row.appointment_id not in without:
                booking = Booking(
                    AppointmentId(row.appointment_id), row.begins_at, row.ends_at, Role(row.role)
                )
                found[PersonId(row.person_id)].append(booking)
        return found


@lru_cache
def _bookings_within(count: int) -> Select[str, str, datetime, datetime, str]:
    """Return the query for bookings within so many spans.

    It is made once for each number, and the spans are written as text: SQLAlchemy compiles ``values()`` anew each time,
    which takes longer than to run it.
    """
    rows = ", ".join(f"(:earliest{number}, :begins{number}, :ends{number})" for number in range(count))
    names = (f"{name}{number}" for number in range(count) for name in ("earliest", "begins", "ends"))
    # What both databases call the columns of VALUES.
    earliest, begins, ends = (column(f"column{number}", UtcDateTime) for number in (1, 2, 3))
    span = (
        text(f"VALUES {rows}")
        .bindparams(*(bindparam(name, type_=UtcDateTime()) for name in names))
        .columns(earliest, begins, ends)
        .cte("spans")
    )
    return (
        select(
            AttendeeRow.person_id,
            AttendeeRow.role,
            AttendeeRow.begins_at,
            AttendeeRow.ends_at,
            AttendeeRow.appointment_id,
        )
        .join(
            span,
            (AttendeeRow.begins_at > span.c.column1)
            & (AttendeeRow.begins_at < span.c.column3)
            & (AttendeeRow.ends_at > span.c.column2),
        )
        .join(AppointmentRow, AppointmentRow.id == AttendeeRow.appointment_id)
        .where(
            AttendeeRow.clinic_id == bindparam("clinic"),
            AttendeeRow.person_id.in_(bindparam("people", expanding=True)),
            AppointmentRow.status == Status.PLANNED.value,
        )
        .distinct()
        .order_by(AttendeeRow.begins_at, AttendeeRow.appointment_id)
    )
