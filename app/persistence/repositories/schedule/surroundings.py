"""What the people of sessions are, have and do beside them: what conflicts are found from. Bounded by those people."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import column, or_, select, values
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.base import UtcDateTime
from app.persistence.models.care_team import AcknowledgementRow, AssignmentRow, OverrideRow
from app.persistence.models.people import CoupleRow, LicenceRow, PersonRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from clinic.care_team.overrides import Acknowledgement, ConflictKey, ConflictOverride
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.ids import AppointmentId, ClinicId, CoupleId, PersonId
from clinic.people.couples import Cameras, CoupleUnit
from clinic.people.person import PersonKind
from clinic.schedule.attendees import Role
from clinic.schedule.conflicts import Booking, LicenceFact
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
    """Queries about people of one clinic, many people at a time.

    Args:
        zone: The clinic's, in which its days begin.
    """

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def people(self, people: Collection[PersonId]) -> dict[PersonId, KnownPerson]:
        """Return those of these people whom the clinic knows."""
        query = select(
            PersonRow.id, PersonRow.name, PersonRow.kind, PersonRow.archived_at, PersonRow.address
        ).where(PersonRow.clinic_id == self._clinic, PersonRow.id.in_(people))
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

    async def couples(self, people: Collection[PersonId]) -> list[CoupleUnit]:
        """Return the couples, past ones too, that one of these people is or was in."""
        one_of = or_(CoupleRow.first_id.in_(people), CoupleRow.second_id.in_(people))
        query = select(CoupleRow).where(CoupleRow.clinic_id == self._clinic, one_of)
        return [
            CoupleUnit(
                CoupleId(row.id),
                self._clinic,
                (PersonId(row.first_id), PersonId(row.second_id)),
                row.since,
                row.until,
                Cameras.ONE if row.cameras == 1 else Cameras.TWO,
            )
            for row in await self._session.scalars(query.order_by(CoupleRow.id))
        ]

    async def partners(self, couples: Collection[CoupleId]) -> frozenset[PersonId]:
        """Return the partners of these couples."""
        if not couples:
            return frozenset()
        query = select(CoupleRow.first_id, CoupleRow.second_id).where(
            CoupleRow.clinic_id == self._clinic, CoupleRow.id.in_(couples)
        )
        return frozenset(PersonId(one) for both in await self._session.execute(query) for one in both)

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
        columns = (column(name, UtcDateTime) for name in ("earliest", "begins_at", "ends_at"))
        # None that meets a span begins earlier than this: with it, the index leads to the few that may.
        rows = [(begins - _LONGEST, begins, ends) for begins, ends in spans]
        span = values(*columns, name="spans").data(rows).cte("spans")
        query = (
            select(
                AttendeeRow.person_id,
                AttendeeRow.role,
                AttendeeRow.begins_at,
                AttendeeRow.ends_at,
                AttendeeRow.appointment_id,
            )
            .join(
                span,
                (AttendeeRow.begins_at > span.c.earliest)
                & (AttendeeRow.begins_at < span.c.ends_at)
                & (AttendeeRow.ends_at > span.c.begins_at),
            )
            .join(AppointmentRow, AppointmentRow.id == AttendeeRow.appointment_id)
            .where(
                AttendeeRow.clinic_id == self._clinic,
                AttendeeRow.person_id.in_(people),
                AppointmentRow.status == Status.PLANNED.value,
            )
            .distinct()
            .order_by(AttendeeRow.begins_at, AttendeeRow.appointment_id)
        )
        found: dict[PersonId, list[Booking]] = defaultdict(list)
        for row in await self._session.execute(query):
            if row.appointment_id not in without:
                booking = Booking(
                    AppointmentId(row.appointment_id), row.begins_at, row.ends_at, Role(row.role)
                )
                found[PersonId(row.person_id)].append(booking)
        return found

    async def licences(self, people: Collection[PersonId]) -> list[LicenceFact]:
        """Return where and until when these people may treat clients: by licence, and by privilege under a compact."""
        query = select(LicenceRow).where(
            LicenceRow.clinic_id == self._clinic, LicenceRow.person_id.in_(people)
        )
        facts = list[LicenceFact]()
        for row in await self._session.scalars(query):
            person = PersonId(row.person_id)
            facts.append(LicenceFact(person, row.state, row.expires))
            for privilege in row.privileges:
                until = min(row.expires, date.fromisoformat(privilege["expires"]))
                facts.extend(LicenceFact(person, state, until) for state in privilege["states"])
        return facts

    async def assignments(self, clinicians: Collection[PersonId]) -> list[Assignment]:
        """Return what these clinicians are to clients and couples, in the past and the future too."""
        query = select(AssignmentRow).where(
            AssignmentRow.clinic_id == self._clinic, AssignmentRow.clinician_id.in_(clinicians)
        )
        return [
            Assignment(
                PersonId(row.clinician_id),
                CareTeamRole(row.role),
                Period(row.since, row.until),
                PersonId(row.client_id) if row.client_id else None,
                CoupleId(row.couple_id) if row.couple_id else None,
            )
            for row in await self._session.scalars(query)
        ]

    async def overrides(self, couples: Iterable[CoupleUnit]) -> list[ConflictOverride]:
        """Return the overrides of R1 for these couples (R2), without their reasons."""
        by_id = {str(couple.id): couple for couple in couples}
        query = (
            select(OverrideRow, AcknowledgementRow.person_id, AcknowledgementRow.at)
            .outerjoin(AcknowledgementRow, AcknowledgementRow.override_id == OverrideRow.id)
            .where(OverrideRow.clinic_id == self._clinic, OverrideRow.couple_id.in_(by_id))
        )
        rows: dict[str, OverrideRow] = {}
        acknowledged: dict[str, list[Acknowledgement]] = defaultdict(list)
        for row, partner, at in await self._session.execute(query):
            rows[row.id] = row
            if partner is not None:
                acknowledged[row.id].append(Acknowledgement(PersonId(partner), at))
        return [
            ConflictOverride(
                ConflictKey(
                    PersonId(row.clinician_id),
                    CoupleId(row.couple_id),
                    PersonId(row.client_id),
                    CareTeamRole(row.role),
                ),
                by_id[row.couple_id].partners,
                PersonId(row.director_id),
                "",
                row.made_at,
                row.until,
                tuple(acknowledged[row.id]),
            )
            for row in rows.values()
        ]

    async def waits_for(self, partner: PersonId, now: datetime) -> bool:
        """Return whether an override waits for this partner's acknowledgement."""
        couples = await self.couples([partner])
        found = await self.overrides(couples) if couples else []
        return any(
            each.until > now and partner not in {given.partner for given in each.acknowledged}
            for each in found
        )
