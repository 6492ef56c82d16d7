"""Programmes, cohorts, memberships and episodes of care of one clinic."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.people import PersonRow
from app.persistence.models.programme.programme import CohortRow, EpisodeRow, MembershipRow, ProgramRow
from app.persistence.scoping import checked
from clinic.common.ids import ClinicId, CohortId, EpisodeId, PersonId, ProgramId
from clinic.programme.cohorts import Admission, Cohort, Membership
from clinic.programme.csv_files import Roster
from clinic.programme.episodes import Episode
from clinic.programme.levels import LevelOfCare
from clinic.programme.programs import Program
from clinic.programme.tracks import Track

__all__ = ["Member", "ProgrammeRepository", "StoredCohort", "StoredEpisode", "StoredProgram"]

After = tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class StoredProgram:
    """A programme; ``archived`` if nobody enrols in it any more."""

    program: Program
    archived: datetime | None = None
    version: int = 1


@dataclass(frozen=True, slots=True)
class StoredCohort:
    """A cohort, the day on which it is expected to end, and how many members it has today."""

    cohort: Cohort
    ends: date | None = None
    archived: datetime | None = None
    version: int = 1
    members: int = 0


@dataclass(frozen=True, slots=True)
class StoredEpisode:
    """An episode of care."""

    episode: Episode
    version: int = 1


@dataclass(frozen=True, slots=True)
class Member:
    """A membership and the member's display name."""

    membership: Membership
    name: str


class ProgrammeRepository:
    """Queries about one clinic's programmes. Lists are in the order of names and ids."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def programs(self, after: After, limit: int) -> list[StoredProgram]:
        """Return programmes, those after this name and id."""
        query = select(ProgramRow).where(ProgramRow.clinic_id == self._clinic)
        if after is not None:
            query = query.where(tuple_(ProgramRow.name, ProgramRow.id) > tuple_(*after))
        query = query.order_by(ProgramRow.name, ProgramRow.id).limit(limit)
        return [_program(row) for row in await self._session.scalars(query)]

    async def program(self, program: ProgramId) -> StoredProgram | None:
        """Return the programme, or None."""
        query = select(ProgramRow).where(ProgramRow.clinic_id == self._clinic, ProgramRow.id == program)
        row = await self._session.scalar(query)
        return _program(row) if row else None

    async def add_program(self, program: Program) -> None:
        """Store a new programme."""
        self._session.add(
            ProgramRow(
                id=program.id,
                clinic_id=self._clinic,
                name=program.name,
                level=program.level.value,
                target_min=program.target_min,
                part2=program.part2,
            )
        )
        await self._session.flush()

    async def change_program(self, stored: StoredProgram) -> bool:
        """Store a programme as it is now, if it still has this version; return whether it had."""
        program = stored.program
        mine = (ProgramRow.clinic_id == self._clinic) & (ProgramRow.id == program.id)
        changed = await self._session.execute(
            update(ProgramRow)
            .where(mine, ProgramRow.version == stored.version)
            .values(
                name=program.name,
                level=program.level.value,
                target_min=program.target_min,
                part2=program.part2,
                archived_at=stored.archived,
                version=stored.version + 1,
            )
            .returning(ProgramRow.id)
        )
        return changed.first() is not None

    async def cohorts(
        self, day: date, program: ProgramId | None, after: After, limit: int
    ) -> list[StoredCohort]:
        """Return cohorts, those after this name and id, with the number of their members on a day."""
        query = self._cohorts(day)
        if program is not None:
            query = query.where(CohortRow.program_id == program)
        if after is not None:
            query = query.where(tuple_(CohortRow.name, CohortRow.id) > tuple_(*after))
        query = query.order_by(CohortRow.name, CohortRow.id).limit(limit)
        return [_cohort(row, members) for row, members in await self._session.execute(query)]

    async def cohort(self, cohort: CohortId, day: date) -> StoredCohort | None:
        """Return the cohort, or None, with the number of its members on a day."""
        found = (await self._session.execute(self._cohorts(day).where(CohortRow.id == cohort))).first()
        return _cohort(*found) if found else None

    def _cohorts(self, day: date) -> Select[CohortRow, int]:
        members = (
            select(func.count())
            .where(MembershipRow.cohort_id == CohortRow.id, MembershipRow.since <= day)
            .where(MembershipRow.until.is_(None) | (MembershipRow.until > day))
            .scalar_subquery()
        )
        return select(CohortRow, members).where(CohortRow.clinic_id == self._clinic)

    async def add_cohort(self, stored: StoredCohort) -> None:
        """Store a new cohort."""
        cohort = stored.cohort
        self._session.add(
            CohortRow(
                id=cohort.id,
                clinic_id=self._clinic,
                program_id=cohort.program,
                name=cohort.name,
                track=cohort.track.value,
                membership=cohort.admission.value,
                capacity=cohort.capacity,
                starts_on=cohort.starts,
                ends_on=stored.ends,
                part2=cohort.part2,
            )
        )
        await self._session.flush()

    async def change_cohort(self, stored: StoredCohort) -> bool:
        """Store a cohort as it is now, if it still has this version; return whether it had."""
        cohort = stored.cohort
        mine = (CohortRow.clinic_id == self._clinic) & (CohortRow.id == cohort.id)
        changed = await self._session.execute(
            update(CohortRow)
            .where(mine, CohortRow.version == stored.version)
            .values(
                name=cohort.name,
                track=cohort.track.value,
                membership=cohort.admission.value,
                capacity=cohort.capacity,
                starts_on=cohort.starts,
                ends_on=stored.ends,
                part2=cohort.part2,
                archived_at=stored.archived,
                version=stored.version + 1,
            )
            .returning(CohortRow.id)
        )
        return changed.first() is not None

    async def cohorts_of_program(self, program: ProgramId) -> list[CohortId]:
        """Return the ids of a programme's cohorts."""
        query = select(CohortRow.id).where(
            CohortRow.clinic_id == self._clinic, CohortRow.program_id == program
        )
        return [CohortId(cohort) for cohort in await self._session.scalars(query)]

    async def rosters(self) -> list[Roster]:
        """Return the cohorts that are not archived, with all their memberships."""
        mine = (CohortRow.clinic_id == self._clinic) & CohortRow.archived_at.is_(None)
        found = {
            row.id: _cohort(row, 0).cohort
            for row in await self._session.scalars(select(CohortRow).where(mine))
        }
        held: dict[str, list[Membership]] = {cohort: [] for cohort in found}
        theirs = select(MembershipRow).where(MembershipRow.clinic_id == self._clinic)
        for row in await self._session.scalars(theirs):
            if row.cohort_id in held:
                held[row.cohort_id].append(_membership(row))
        return [Roster(cohort, tuple(held[cohort.id])) for cohort in found.values()]

    async def cohort_names(self) -> list[str]:
        """Return the names of all cohorts, archived ones too."""
        return list(
            await self._session.scalars(select(CohortRow.name).where(CohortRow.clinic_id == self._clinic))
        )

    async def open_programs(self) -> list[Program]:
        """Return the programmes that are not archived."""
        mine = (ProgramRow.clinic_id == self._clinic) & ProgramRow.archived_at.is_(None)
        return [_program(row).program for row in await self._session.scalars(select(ProgramRow).where(mine))]

    async def memberships(self, cohort: CohortId) -> list[Membership]:
        """Return a cohort's memberships, past and future ones too."""
        mine = (checked(MembershipRow.clinic_id) == self._clinic) & (MembershipRow.cohort_id == cohort)
        return [_membership(row) for row in await self._session.scalars(select(MembershipRow).where(mine))]

    async def memberships_of(self, person: PersonId) -> list[Membership]:
        """Return a person's memberships, past and future ones too."""
        mine = (checked(MembershipRow.clinic_id) == self._clinic) & (MembershipRow.person_id == person)
        return [_membership(row) for row in await self._session.scalars(select(MembershipRow).where(mine))]

    async def members(self, cohort: CohortId, day: date) -> list[Member]:
        """Return who is or will be a member from this day on, by name."""
        query = (
            select(MembershipRow, PersonRow.name)
            .join(PersonRow, PersonRow.id == MembershipRow.person_id)
            .where(MembershipRow.clinic_id == self._clinic, MembershipRow.cohort_id == cohort)
            .where(MembershipRow.until.is_(None) | (MembershipRow.until > day))
            .order_by(PersonRow.name, PersonRow.id, MembershipRow.since)
        )
        return [Member(_membership(row), name) for row, name in await self._session.execute(query)]

    async def add_membership(self, membership: Membership) -> None:
        """Store a new membership."""
        self._session.add(
            MembershipRow(
                cohort_id=membership.cohort,
                person_id=membership.person,
                since=membership.since,
                clinic_id=self._clinic,
                until=membership.until,
            )
        )
        await self._session.flush()

    async def end_memberships(self, ended: Collection[Membership], withdrawn: Collection[Membership]) -> None:
        """Store the new ends of memberships, and drop those that never hold."""
        for one in ended:
            await self._session.execute(update(MembershipRow).where(self._is(one)).values(until=one.until))
        for one in withdrawn:
            await self._session.execute(delete(MembershipRow).where(self._is(one)))

    def _is(self, one: Membership) -> ColumnElement[bool]:
        return (
            (MembershipRow.clinic_id == self._clinic)
            & (MembershipRow.cohort_id == one.cohort)
            & (MembershipRow.person_id == one.person)
            & (MembershipRow.since == one.since)
        )

    async def episodes(
        self, client: PersonId | None, after: tuple[date, str] | None, limit: int
    ) -> list[StoredEpisode]:
        """Return episodes in the order of their first days, those after this day and id."""
        clinic = EpisodeRow.clinic_id if client is None else checked(EpisodeRow.clinic_id)
        query = select(EpisodeRow).where(clinic == self._clinic)
        if client is not None:
            query = query.where(EpisodeRow.client_id == client)
        if after is not None:
            query = query.where(tuple_(EpisodeRow.since, EpisodeRow.id) > tuple_(*after))
        query = query.order_by(EpisodeRow.since, EpisodeRow.id).limit(limit)
        return [_episode(row) for row in await self._session.scalars(query)]

    async def episodes_of(self, clients: Collection[PersonId], day: date) -> list[Episode]:
        """Return the episodes in which these clients are on a day, in the order of their first days."""
        query = (
            select(EpisodeRow)
            .where(
                EpisodeRow.clinic_id == self._clinic,
                EpisodeRow.client_id.in_(clients),
                EpisodeRow.since <= day,
                or_(EpisodeRow.until.is_(None), EpisodeRow.until > day),
            )
            .order_by(EpisodeRow.since, EpisodeRow.id)
        )
        return [_episode(row).episode for row in await self._session.scalars(query)]

    async def episodes_between(self, since: date, until: date) -> list[Episode]:
        """Return the episodes of all clients that hold on a day from ``since`` on and before ``until``."""
        query = (
            select(EpisodeRow)
            .where(
                EpisodeRow.clinic_id == self._clinic,
                EpisodeRow.since < until,
                or_(EpisodeRow.until.is_(None), EpisodeRow.until > since),
            )
            .order_by(EpisodeRow.since, EpisodeRow.id)
        )
        return [_episode(row).episode for row in await self._session.scalars(query)]

    async def episode(self, episode: EpisodeId) -> StoredEpisode | None:
        """Return the episode, or None."""
        query = select(EpisodeRow).where(EpisodeRow.clinic_id == self._clinic, EpisodeRow.id == episode)
        row = await self._session.scalar(query)
        return _episode(row) if row else None

    async def add_episode(self, episode: Episode) -> None:
        """Store a new episode."""
        self._session.add(
            EpisodeRow(
                id=episode.id,
                clinic_id=self._clinic,
                client_id=episode.client,
                program_id=episode.program,
                level=episode.level.value,
                target_min=episode.target_min,
                since=episode.since,
                until=episode.until,
            )
        )
        await self._session.flush()

    async def change_episode(self, stored: StoredEpisode) -> bool:
        """Store an episode as it is now, if it still has this version; return whether it had."""
        episode = stored.episode
        mine = (EpisodeRow.clinic_id == self._clinic) & (EpisodeRow.id == episode.id)
        changed = await self._session.execute(
            update(EpisodeRow)
            .where(mine, EpisodeRow.version == stored.version)
            .values(
                level=episode.level.value,
                target_min=episode.target_min,
                until=episode.until,
                version=stored.version + 1,
            )
            .returning(EpisodeRow.id)
        )
        return changed.first() is not None


def _program(row: ProgramRow) -> StoredProgram:
    program = Program(ProgramId(row.id), row.name, LevelOfCare(row.level), row.target_min, row.part2)
    return StoredProgram(program, row.archived_at, row.version)


def _cohort(row: CohortRow, members: int) -> StoredCohort:
    cohort = Cohort(
        CohortId(row.id),
        ProgramId(row.program_id),
        Track(row.track),
        row.name,
        Admission(row.membership),
        row.capacity,
        row.starts_on,
        row.part2,
    )
    return StoredCohort(cohort, row.ends_on, row.archived_at, row.version, members)


def _membership(row: MembershipRow) -> Membership:
    return Membership(CohortId(row.cohort_id), PersonId(row.person_id), row.since, row.until)


def _episode(row: EpisodeRow) -> StoredEpisode:
    episode = Episode(
        EpisodeId(row.id),
        PersonId(row.client_id),
        ProgramId(row.program_id),
        row.since,
        row.until,
        LevelOfCare(row.level),
        row.target_min,
    )
    return StoredEpisode(episode, row.version)
