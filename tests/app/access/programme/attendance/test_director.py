"""The week of the programme: what is added up, and who may read it."""

from datetime import date, timedelta

import pytest

from app.access.programme.attendance.director import export_programme_week, read_programme_week
from app.runtime.ids import new_episode_id, new_program_id
from clinic.attendance.programme_week import Standing
from clinic.common.errors import Invalid
from clinic.common.ids import PersonId
from clinic.common.local_time import monday_of
from clinic.identity.roles import StaffRole
from clinic.programme.episodes import Episode
from clinic.programme.levels import LevelOfCare
from clinic.programme.programs import Program
from tests.app.access.conftest import NOW, Place, refused
from tests.support.schedule.afterwards.attended import hold, plan

MONDAY = monday_of(NOW.date())


async def enrol(place: Place, *clients: PersonId, target: int = 300) -> None:
    program = Program(new_program_id(), "Intensive", LevelOfCare.ASAM_2_1, target)
    async with place.write() as unit:
        await unit.programme.add_program(program)
        for client in clients:
            since = date(2025, 1, 1)
            await unit.programme.add_episode(
                Episode(new_episode_id(), client, program.id, since, None, program.level, target)
            )


async def fill(place: Place) -> dict[str, PersonId]:
    """Ana came to both sessions that were, Ben to none, and Cleo is in none."""
    people = {name: await place.clinic.client(name) for name in ("Ana", "Ben", "Cleo")}
    host = await place.clinic.staff("Hana Host", StaffRole.CLINICIAN)
    await enrol(place, *people.values())
    expected = {host: "facilitator", people["Ana"]: "member", people["Ben"]: "member"}
    async with place.write() as unit:
        for number in (1, 2):
            begins = NOW - timedelta(hours=3 * number)
            await hold(unit, f"was{number}", begins, 120, expected, {people["Ana"]: [(0, 120)]})
        await plan(unit, "next", NOW + timedelta(hours=20), 120, expected)
    return people


@pytest.mark.parametrize("role", [StaffRole.OWNER, StaffRole.CLINICAL_DIRECTOR])
async def test_clients_stand_against_their_targets_and_hours_are_everybodys(
    place: Place, role: StaffRole
) -> None:
    people = await fill(place)
    director = await place.staff(role)
    async with place.write() as unit:
        week = await read_programme_week(unit, director, MONDAY)
    stands = {one.client: one.standing for one in week.standings.clients}
    assert stands[people["Ana"]] is Standing.ON_COURSE
    assert stands[people["Ben"]] is Standing.BEHIND
    assert stands[people["Cleo"]] is Standing.SHORT, "nothing is planned"
    assert [one.name for one in week.standings.clients] == ["Ben", "Cleo", "Ana"]
    assert sum(one.present_min for one in week.hours.days) == 240
    assert sum(one.planned_min for one in week.hours.days) == 2 * 360
    assert week.hours.sessions == 3


async def test_what_is_to_be_signed_before_a_session_of_the_week_is_in_it(place: Place) -> None:
    people = await fill(place)
    director = await place.staff(StaffRole.CLINICAL_DIRECTOR)
    async with place.write() as unit:
        week = await read_programme_week(unit, director, MONDAY)
        before = await read_programme_week(unit, director, MONDAY - timedelta(days=7))
    assert sorted(one.name for one in week.consents.clients) == ["Ana", "Ben"]
    assert {one.consents.client for one in week.consents.clients} == {people["Ana"], people["Ben"]}
    assert before.consents.clients == ()


async def test_every_look_is_noted_with_whom_it_named(place: Place) -> None:
    people = await fill(place)
    director = await place.staff(StaffRole.CLINICAL_DIRECTOR)
    async with place.write() as unit:
        await read_programme_week(unit, director, MONDAY)
    async with place.write() as unit:
        entry = next(one.entry for one in await unit.audit.page() if one.entry.action == "programme.oversee")
    assert set(entry.subjects) == set(people.values())


async def test_the_file_says_the_same(place: Place) -> None:
    await fill(place)
    director = await place.staff(StaffRole.OWNER)
    async with place.write() as unit:
        lines = (await export_programme_week(unit, director, MONDAY)).decode("utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in lines[1:]].count("hours") == 7
    assert "client,Ben,,360,0,300,behind,,,,,," in lines
    assert any(line.startswith("consent,Ana,") for line in lines)


@pytest.mark.parametrize(
    "role", [StaffRole.ADMIN, StaffRole.CLINICIAN, StaffRole.CARE_COORDINATOR, StaffRole.AUDITOR]
)
async def test_others_do_not_read_it(place: Place, role: StaffRole) -> None:
    other = await place.staff(role)
    async with refused("access.denied"), place.write() as unit:
        await read_programme_week(unit, other, MONDAY)


async def test_a_week_begins_on_a_monday(place: Place) -> None:
    director = await place.staff(StaffRole.OWNER)
    async with place.write() as unit:
        with pytest.raises(Invalid):
            await read_programme_week(unit, director, MONDAY + timedelta(days=1))
