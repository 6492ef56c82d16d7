"""Programmes, cohorts, memberships and episodes, on both databases."""

from dataclasses import replace
from datetime import date

import pytest

from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.models.people import PersonRow
from app.persistence.repositories.clinics import ClinicRepository
from app.persistence.repositories.programme.programme import (
    Member,
    StoredCohort,
    StoredEpisode,
    StoredProgram,
)
from app.persistence.unit_of_work import Database
from clinic.common.ids import CohortId, EpisodeId, ProgramId
from clinic.programme.cohorts import Admission, Cohort, Membership
from clinic.programme.episodes import Episode
from clinic.programme.levels import LevelOfCare
from clinic.programme.programs import Program
from clinic.programme.tracks import Track
from tests.support.schedule.planned import ANA, BEN, HERE, NOW, THERE, unit_of

DAY = date(2026, 1, 5)
PROGRAM = Program(ProgramId("pg_1"), "Evening IOP", LevelOfCare.ASAM_2_1, 540, part2=True)
COHORT = Cohort(CohortId("co_1"), PROGRAM.id, Track.GROUP, "Group A", Admission.ROLLING, 8)
EPISODE = Episode(EpisodeId("ep_1"), ANA, PROGRAM.id, DAY, None, LevelOfCare.ASAM_2_1, 540)
ANAS = Membership(COHORT.id, ANA, DAY, None)
BENS = Membership(COHORT.id, BEN, date(2026, 2, 2), date(2026, 3, 2))


@pytest.fixture
async def store(database: Database) -> ClinicStore:
    """A programme with one cohort of two."""
    store = ClinicStore(database, InstallationKey("the key of this installation, forty-two"))
    async with database.transaction(writes=True) as session:
        for clinic in (HERE, THERE):
            _, wrapped = store.key.new_clinic_keys()
            await ClinicRepository(session).add(clinic, clinic, "America/New_York", wrapped, NOW)
        for person, name in ((ANA, "Zora"), (BEN, "Ben")):
            session.add(PersonRow(id=person, clinic_id=HERE, name=name, sort_name=name))
    async with unit_of(store) as unit:
        await unit.programme.add_program(PROGRAM)
        await unit.programme.add_cohort(StoredCohort(COHORT))
        await unit.programme.add_membership(ANAS)
        await unit.programme.add_membership(BENS)
        await unit.programme.add_episode(EPISODE)
    return store


async def test_a_programme_comes_back_and_changes_once_for_each_version(store: ClinicStore) -> None:
    changed = StoredProgram(replace(PROGRAM, name="Morning IOP"), NOW)
    async with unit_of(store) as unit:
        assert await unit.programme.program(PROGRAM.id) == StoredProgram(PROGRAM)
        assert await unit.programme.change_program(changed)
        assert not await unit.programme.change_program(changed)
        assert await unit.programme.program(PROGRAM.id) == replace(changed, version=2)


async def test_lists_are_by_name_and_go_on_after_one(store: ClinicStore) -> None:
    async with unit_of(store) as unit:
        for number, name in ((2, "B"), (3, "A")):
            await unit.programme.add_program(replace(PROGRAM, id=ProgramId(f"pg_{number}"), name=name))
            cohort = replace(COHORT, id=CohortId(f"co_{number}"), name=name)
            await unit.programme.add_cohort(StoredCohort(cohort))
        programs = await unit.programme.programs(None, 2)
        assert [each.program.name for each in programs] == ["A", "B"]
        assert [each.program.name for each in await unit.programme.programs(("B", "pg_2"), 9)] == [
            "Evening IOP"
        ]
        cohorts = await unit.programme.cohorts(DAY, PROGRAM.id, ("A", "co_3"), 9)
        assert [each.cohort.name for each in cohorts] == ["B", "Group A"]
        assert await unit.programme.cohorts(DAY, ProgramId("pg_2"), None, 9) == []


@pytest.mark.parametrize(
    ("day", "members"), [(date(2026, 1, 4), 0), (DAY, 1), (date(2026, 2, 2), 2), (date(2026, 3, 2), 1)]
)
async def test_a_cohort_counts_its_members_of_a_day(store: ClinicStore, day: date, members: int) -> None:
    async with unit_of(store) as unit:
        found = await unit.programme.cohort(COHORT.id, day)
    assert found == StoredCohort(COHORT, members=members)


async def test_a_cohort_changes_once_for_each_version(store: ClinicStore) -> None:
    changed = StoredCohort(replace(COHORT, capacity=10, starts=DAY), date(2026, 6, 1), NOW)
    async with unit_of(store) as unit:
        assert await unit.programme.change_cohort(changed)
        assert not await unit.programme.change_cohort(changed)
        found = await unit.programme.cohort(COHORT.id, DAY)
        assert found == replace(changed, version=2, members=1)
        assert await unit.programme.cohorts_of_program(PROGRAM.id) == [COHORT.id]


async def test_members_are_by_name_and_end_or_never_hold(store: ClinicStore) -> None:
    async with unit_of(store) as unit:
        members = await unit.programme.members(COHORT.id, DAY)
        assert members == [Member(BENS, "Ben"), Member(ANAS, "Zora")]
        assert await unit.programme.memberships_of(ANA) == [ANAS]
        ended = replace(ANAS, until=date(2026, 1, 12))
        await unit.programme.end_memberships([ended], [BENS])
        assert await unit.programme.memberships(COHORT.id) == [ended]
        assert await unit.programme.members(COHORT.id, date(2026, 1, 12)) == []


async def test_an_episode_comes_back_and_changes_once_for_each_version(store: ClinicStore) -> None:
    changed = StoredEpisode(replace(EPISODE, until=date(2026, 4, 1), target_min=120))
    async with unit_of(store) as unit:
        assert await unit.programme.episodes(ANA, None, 9) == [StoredEpisode(EPISODE)]
        assert await unit.programme.episodes(None, (DAY, "ep_1"), 9) == []
        assert await unit.programme.change_episode(changed)
        assert not await unit.programme.change_episode(changed)
        assert await unit.programme.episode(EPISODE.id) == replace(changed, version=2)


async def test_another_clinic_sees_and_changes_nothing(store: ClinicStore) -> None:
    async with unit_of(store, THERE) as unit:
        programme = unit.programme
        assert await programme.programs(None, 9) == []
        assert await programme.program(PROGRAM.id) is None
        assert await programme.cohorts(DAY, None, None, 9) == []
        assert await programme.cohort(COHORT.id, DAY) is None
        assert await programme.memberships(COHORT.id) == await programme.memberships_of(ANA) == []
        assert await programme.members(COHORT.id, DAY) == await programme.episodes(None, None, 9) == []
        assert await programme.episode(EPISODE.id) is None
        assert not await programme.change_program(StoredProgram(PROGRAM))
        assert not await programme.change_cohort(StoredCohort(COHORT))
        assert not await programme.change_episode(StoredEpisode(EPISODE))
        await programme.end_memberships([], [ANAS])
    async with unit_of(store) as unit:
        assert len(await unit.programme.memberships(COHORT.id)) == 2
