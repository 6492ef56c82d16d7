"""What of a session decides which documents it asks for."""

from dataclasses import replace
from datetime import date, timedelta

from app.access.consents.facts import episode_for, facts_of, home_state, open_episodes, takes_part
from app.persistence.repositories.programme.programme import StoredCohort
from app.runtime.ids import new_cohort_id, new_episode_id, new_program_id
from clinic.common.ids import PersonId
from clinic.people.person import Address
from clinic.programme.cohorts import Admission, Cohort
from clinic.programme.episodes import Episode
from clinic.programme.levels import LevelOfCare
from clinic.programme.programs import Program
from clinic.programme.tracks import Track
from tests.app.access.conftest import NOW, Place
from tests.app.access.consents.conftest import SESSION, plan


async def enrolled(place: Place, client: PersonId, since: date, *, part2: bool = False) -> Episode:
    level = next(iter(LevelOfCare))
    program = Program(new_program_id(), "Evening", level, part2=part2)
    episode = Episode(new_episode_id(), client, program.id, since, None, level, 540)
    async with place.write() as unit:
        await unit.programme.add_program(program)
        await unit.programme.add_episode(episode)
    return episode


async def test_only_clients_take_part(place: Place, ana: PersonId) -> None:
    watcher = await place.clinic.staff("Otis Observer")
    await plan(place, ana, watcher, role="observer")
    async with place.write() as unit:
        found = await unit.appointments.find(SESSION)
        assert found is not None
        facts = await facts_of(unit, found, [], "NY", NOW, at=SESSION)
    assert takes_part(found, ana)
    assert not takes_part(found, watcher)
    assert (facts.kind, facts.has_observers, facts.is_protected) == ("group", True, False)


async def test_a_session_belongs_to_the_episode_of_its_programme_and_is_protected_with_it(
    place: Place, ana: PersonId
) -> None:
    older = await enrolled(place, ana, date(2026, 1, 5), part2=True)
    newer = await enrolled(place, ana, date(2026, 2, 2))
    await enrolled(place, ana, date(2026, 4, 1))
    cohort = Cohort(new_cohort_id(), older.program, Track.GROUP, "Monday", Admission.ROLLING, 8)
    await plan(place, ana)
    async with place.write() as unit:
        await unit.programme.add_cohort(StoredCohort(cohort))
        episodes = await open_episodes(unit, ana, NOW)
        alone = await unit.appointments.find(SESSION)
        assert alone is not None
        grouped = replace(alone, cohort=cohort.id)
        facts = [await facts_of(unit, each, episodes, "", NOW, at=None) for each in (alone, grouped)]
    assert [each.id for each in episodes] == [newer.id, older.id]
    assert [each.episode for each in facts] == [newer.id, older.id]
    assert [each.is_protected for each in facts] == [False, True]
    assert episode_for([], older.program) is None


async def test_the_track_of_substance_use_is_always_protected(place: Place, ana: PersonId) -> None:
    await plan(place, ana)
    async with place.write() as unit:
        found = await unit.appointments.find(SESSION)
        assert found is not None
        sud = replace(found, content=replace(found.content, track=Track.SUD))
        assert (await facts_of(unit, sud, [], "", NOW + timedelta(days=1), at=None)).is_protected


async def test_a_home_abroad_is_in_no_state(place: Place, ana: PersonId) -> None:
    abroad = await place.clinic.client("Eva", address=Address(country="MX", state="Jalisco"))
    assert home_state(await place.record(ana)) == "NY"
    assert home_state(await place.record(abroad)) == ""
