"""What may leave one clinic, in an order that stays the same while rows come and go, a batch at a time."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.care_team import AssignmentRow
from app.persistence.models.live.record import PresenceIntervalRow
from app.persistence.models.live.sessions import SessionRow
from app.persistence.models.people import PersonRow
from app.persistence.models.programme.programme import (
    CohortRow,
    CoverageRow,
    EpisodeRow,
    MembershipRow,
    ProgramRow,
)
from app.persistence.models.safety.consents import ConsentGrantRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from app.persistence.scoping import checked
from clinic.care_team.roles import CareTeamRole
from clinic.common.ids import AppointmentId, ClinicId, CohortId, EpisodeId, PersonId, ProgramId
from clinic.people.person import PersonKind
from clinic.programme.cohorts import Membership
from clinic.programme.episodes import Episode
from clinic.programme.levels import LevelOfCare
from clinic.programme.tracks import Track

__all__ = ["Care", "KnownGroup", "LeavingRepository", "SessionSpan"]


@dataclass(frozen=True, slots=True)
class KnownGroup:
    """A group's programme, and whether 42 CFR Part 2 protects what is of it."""

    program: ProgramId
    is_protected: bool


@dataclass(frozen=True, slots=True)
class Care:
    """Whether some of somebody's care is of tracks that are protected, and whether some is not."""

    protected: bool = False
    other: bool = False


@dataclass(frozen=True, slots=True)
class SessionSpan:
    """Which sessions are wanted.

    Attributes:
        since: Those that begin at this moment or later; None for any, as the others.
        until: Those that begin before it.
        ended_by: Those that had ended by then.
        after: Those after this one, by beginning and id; itself among them.
    """

    since: datetime | None = None
    until: datetime | None = None
    person: PersonId | None = None
    ids: frozenset[AppointmentId] | None = None
    ended_by: datetime | None = None
    after: tuple[datetime, str] | None = None


class LeavingRepository:
    """Queries for records that leave."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def people(
        self, kind: PersonKind, after: str, limit: int, wanted: Collection[PersonId] | None = None
    ) -> list[PersonId]:
        """Return ids of people of one kind, those after this one; a record that became another's is none."""
        query = (
            select(PersonRow.id)
            .where(
                PersonRow.clinic_id == self._clinic,
                PersonRow.kind == kind.value,
                PersonRow.merged_into.is_(None),
                PersonRow.id > after,
            )
            .order_by(PersonRow.id)
            .limit(limit)
        )
        if wanted is not None:
            query = query.where(PersonRow.id.in_(wanted))
        return [PersonId(one) for one in await self._session.scalars(query)]

    async def cohorts(self, after: str, limit: int, wanted: Collection[str] | None = None) -> list[CohortId]:
        """Return ids of groups, those after this one."""
        query = (
            select(CohortRow.id)
            .where(CohortRow.clinic_id == self._clinic, CohortRow.id > after)
            .order_by(CohortRow.id)
            .limit(limit)
        )
        if wanted is not None:
            query = query.where(CohortRow.id.in_(wanted))
        return [CohortId(one) for one in await self._session.scalars(query)]

    async def groups(self) -> dict[CohortId, KnownGroup]:
        """Return what is known of every group."""
        query = (
            select(CohortRow.id, CohortRow.program_id, CohortRow.part2, ProgramRow.part2)
            .join(ProgramRow, ProgramRow.id == CohortRow.program_id)
            .where(CohortRow.clinic_id == self._clinic)
        )
        return {
            CohortId(one): KnownGroup(ProgramId(program), own or whole)
            for one, program, own, whole in await self._session.execute(query)
        }

    async def memberships(self, cohorts: Collection[CohortId]) -> dict[CohortId, list[Membership]]:
        """Return the memberships of groups, past and future ones too, in the order of days and people."""
        query = (
            select(MembershipRow)
            .where(checked(MembershipRow.clinic_id) == self._clinic, MembershipRow.cohort_id.in_(cohorts))
            .order_by(MembershipRow.since, MembershipRow.person_id)
        )
        found: dict[CohortId, list[Membership]] = defaultdict(list)
        for row in await self._session.scalars(query):
            cohort = CohortId(row.cohort_id)
            found[cohort].append(Membership(cohort, PersonId(row.person_id), row.since, row.until))
        return dict(found)

    async def episodes(self, clients: Collection[PersonId]) -> list[Episode]:
        """Return all episodes of these clients, in the order of their first days."""
        query = (
            select(EpisodeRow)
            .where(checked(EpisodeRow.clinic_id) == self._clinic, EpisodeRow.client_id.in_(clients))
            .order_by(EpisodeRow.since, EpisodeRow.id)
        )
        return [_episode(row) for row in await self._session.scalars(query)]

    async def next_episodes(
        self, after: str, limit: int, clients: Collection[PersonId] | None, wanted: Collection[str] | None
    ) -> list[Episode]:
        """Return episodes in the order of their ids, those after this one."""
        query = (
            select(EpisodeRow)
            .where(EpisodeRow.clinic_id == self._clinic, EpisodeRow.id > after)
            .order_by(EpisodeRow.id)
            .limit(limit)
        )
        if clients is not None:
            query = query.where(EpisodeRow.client_id.in_(clients))
        if wanted is not None:
            query = query.where(EpisodeRow.id.in_(wanted))
        return [_episode(row) for row in await self._session.scalars(query)]

    async def care_of(self, clients: Collection[PersonId]) -> dict[PersonId, Care]:
        """Return what of these clients' care is protected, from everything that the clinic knows, also of the past."""
        protected, other = set[str](), set[str]()
        enrolled = (
            select(EpisodeRow.client_id, ProgramRow.part2)
            .join(ProgramRow, ProgramRow.id == EpisodeRow.program_id)
            .where(checked(EpisodeRow.clinic_id) == self._clinic, EpisodeRow.client_id.in_(clients))
        )
        member = (
            select(MembershipRow.person_id, or_(CohortRow.part2, ProgramRow.part2))
            .join(CohortRow, CohortRow.id == MembershipRow.cohort_id)
            .join(ProgramRow, ProgramRow.id == CohortRow.program_id)
            .where(checked(MembershipRow.clinic_id) == self._clinic, MembershipRow.person_id.in_(clients))
        )
        for query in (enrolled, member):
            for person, is_protected in await self._session.execute(query):
                (protected if is_protected else other).add(person)
        counseled = select(AssignmentRow.client_id).where(
            checked(AssignmentRow.clinic_id) == self._clinic,
            AssignmentRow.client_id.in_(clients),
            AssignmentRow.role == CareTeamRole.SUD_COUNSELOR.value,
        )
        planned = (
            select(AttendeeRow.person_id)
            .join(AppointmentRow, AppointmentRow.id == AttendeeRow.appointment_id)
            .where(
                checked(AttendeeRow.clinic_id) == self._clinic,
                AttendeeRow.person_id.in_(clients),
                AppointmentRow.track == Track.SUD.value,
            )
            .distinct()
        )
        for alone in (counseled, planned):
            protected.update(each for each in await self._session.scalars(alone) if each)
        return {each: Care(each in protected, each in other) for each in clients}

    async def sessions(self, span: SessionSpan, limit: int) -> list[AppointmentId]:
        """Return sessions in the order of their beginnings."""
        begins = AppointmentRow.begins_at
        query = (
            select(AppointmentRow.id)
            .where(AppointmentRow.clinic_id == self._clinic, *_bounds(span))
            .order_by(begins, AppointmentRow.id)
            .limit(limit)
        )
        if span.ended_by is not None:
            ended = or_(SessionRow.ended_at <= span.ended_by, SessionRow.closes_at <= span.ended_by)
            query = query.join(SessionRow, SessionRow.id == AppointmentRow.id).where(ended)
        return [AppointmentId(one) for one in await self._session.scalars(query)]

    async def grants(
        self, after: str, limit: int, person: PersonId | None, wanted: Collection[str] | None
    ) -> list[str]:
        """Return ids of signatures, those after this one."""
        query = (
            select(ConsentGrantRow.id)
            .where(ConsentGrantRow.clinic_id == self._clinic, ConsentGrantRow.id > after)
            .order_by(ConsentGrantRow.id)
            .limit(limit)
        )
        if person is not None:
            query = query.where(ConsentGrantRow.person_id == person)
        if wanted is not None:
            query = query.where(ConsentGrantRow.id.in_(wanted))
        return list(await self._session.scalars(query))

    async def coverages(
        self, after: str, limit: int, person: PersonId | None, wanted: Collection[str] | None
    ) -> list[str]:
        """Return ids of coverages, those after this one."""
        query = (
            select(CoverageRow.id)
            .where(CoverageRow.clinic_id == self._clinic, CoverageRow.id > after)
            .order_by(CoverageRow.id)
            .limit(limit)
        )
        if person is not None:
            query = query.where(CoverageRow.person_id == person)
        if wanted is not None:
            query = query.where(CoverageRow.id.in_(wanted))
        return list(await self._session.scalars(query))


def _episode(row: EpisodeRow) -> Episode:
    return Episode(
        EpisodeId(row.id),
        PersonId(row.client_id),
        ProgramId(row.program_id),
        row.since,
        row.until,
        LevelOfCare(row.level),
        row.target_min,
    )


def _bounds(span: SessionSpan) -> list[ColumnElement[bool]]:
    begins, session = AppointmentRow.begins_at, AppointmentRow.id
    found = list[ColumnElement[bool]]()
    if span.since is not None:
        found.append(begins >= span.since)
    if span.until is not None:
        found.append(begins < span.until)
    if span.ids is not None:
        found.append(session.in_(span.ids))
    if span.after is not None:
        # The first part alone as well: the index leads past the batches before.
        found += [begins >= span.after[0], tuple_(begins, session) >= tuple_(*span.after)]
    if span.person is not None:
        expected = exists().where(AttendeeRow.appointment_id == session, AttendeeRow.person_id == span.person)
        there = exists().where(
            PresenceIntervalRow.session_id == session, PresenceIntervalRow.person_id == span.person
        )
        found.append(or_(expected, there))
    return found
