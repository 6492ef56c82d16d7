"""Who sees which sessions, and what of them."""

from datetime import timedelta

import pytest
from sqlalchemy import insert

from app.persistence.models.people import PersonRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from clinic.common.ids import PersonId
from tests.app.conftest import WebService
from tests.support.schedule.series import lone_series
from tests.support.schedule.world import MONDAY, Json, World
from tests.support.service.clinics import CountedQueries, Visitor

NEXT = "2025-12-08"


def ids(sessions: list[Json]) -> set[str]:
    return {each["id"] for each in sessions}


async def client_visitor(world: World, person: PersonId) -> Visitor:
    return await world.clinic.sign_in_client(world.web, person)


async def test_planners_see_all_and_other_staff_what_they_are_in(world: World) -> None:
    (danas,) = await world.plan()
    (elenas,) = await world.plan(attendees=[world.leader(world.elena), {"person": world.clients[3]}])
    assert ids(await world.listed(MONDAY, NEXT)) == {danas["id"], elenas["id"]}
    assert ids(await world.listed(MONDAY, NEXT, world.dana)) == {danas["id"]}
    assert ids(await world.listed(MONDAY, NEXT, world.elena)) == {elenas["id"]}
    hidden = await world.dana.get(f"/appointments/{elenas['id']}")
    unknown = await world.dana.get("/appointments/ss_unknown")
    assert (hidden.status_code, hidden.json()) == (404, unknown.json())


async def test_clients_see_their_own_sessions_and_of_others_only_how_many(world: World) -> None:
    (session,) = await world.plan(attendees=world.people(*world.clients[2:5]))
    await world.plan(attendees=[world.leader(world.elena), {"person": world.clients[0]}])
    cleo = await client_visitor(world, world.clients[2])
    (seen,) = await world.listed(MONDAY, NEXT, cleo)
    assert seen["id"] == session["id"]
    assert [each["person"]["name"] for each in seen["attendees"]] == ["Dana Rivera", "Cleo Marsh"]
    assert seen["hidden"] == 2
    assert (await world.get(session, cleo))["hidden"] == 2
    text = (await cleo.get(f"/appointments/{session['id']}")).text
    assert "Dev Patel" not in text
    assert world.clients[3] not in text


async def test_nobody_but_planners_asks_for_somebody_elses_sessions(world: World) -> None:
    await world.plan()
    span = {"from": f"{MONDAY}T00:00:00Z", "to": f"{NEXT}T00:00:00Z", "person": world.clients[2]}
    for who in (world.dana, await client_visitor(world, world.clients[3])):
        refused = await who.get("/appointments", **span)
        assert (refused.status_code, refused.json()["code"]) == (403, "access.denied")
    assert (await world.coordinator.get("/appointments", **span)).status_code == 200


async def test_what_planners_read_of_others_is_noted(world: World) -> None:
    await world.plan()
    await world.listed(MONDAY, NEXT, person=world.clients[2])
    async with world.clinic.store.read(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        entries = [each.entry for each in await unit.audit.page()]
    assert [(each.action, each.subjects) for each in entries][-1] == ("schedule.read", (world.clients[2],))


@pytest.mark.parametrize(("first", "last"), [("2025-12-01", "2025-12-01"), ("2025-12-01", "2026-03-01")])
async def test_a_span_is_some_days(world: World, first: str, last: str) -> None:
    span = {"from": f"{first}T00:00:00Z", "to": f"{last}T00:00:00Z"}
    answer = await world.coordinator.get("/appointments", **span)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "to", "code": "schedule.span"}]


async def test_a_long_list_comes_page_by_page(world: World) -> None:
    await world.plan(rule="FREQ=DAILY;COUNT=7")
    await world.plan(
        rule="FREQ=DAILY;COUNT=7", attendees=[world.leader(world.elena), {"person": world.clients[3]}]
    )
    span = {"from": f"{MONDAY}T00:00:00Z", "to": f"{NEXT}T10:00:00Z", "limit": "4"}
    found, cursor = list[Json](), None
    for _ in range(5):
        page = (
            await world.coordinator.get("/appointments", **span, **({"cursor": cursor} if cursor else {}))
        ).json()
        found += page["items"]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(found) == 14
    assert found == sorted(found, key=lambda each: (each["begins_at"], each["id"]))
    for broken in ("xx", "WyIyMDI1LTEyLTAxIiwgInNzX3giXQ"):
        answer = await world.coordinator.get("/appointments", **span, cursor=broken)
        assert (answer.status_code, answer.json()["code"]) == (400, "page.cursor")


async def test_a_week_of_one_person_takes_four_queries_whatever_the_clinic_has(
    world: World, web_service: WebService
) -> None:
    await world.plan(rule="FREQ=DAILY;COUNT=5")
    await _fill(world, 3000)
    before = {"from": f"{MONDAY}T00:00:00Z", "to": f"{NEXT}T00:00:00Z", "person": world.dana.person}
    with CountedQueries(web_service.services.database) as counted:
        answer = await world.dana.get("/appointments", **before)
    assert len(answer.json()["items"]) == 5
    asked = [each for each in counted.statements if each.startswith("SELECT")]
    of_the_caller = [each for each in asked if "sign_ins" in each or "staff_roles" in each]
    assert len(asked) - len(of_the_caller) == 4, "the clinic, the sessions, who is in them, and their names"


async def _fill(world: World, count: int) -> None:
    """Put a week of sessions of other people into the clinic."""
    clinic, now = world.clinic.id, world.clinic.now + timedelta(days=7)
    people = [f"pt_other_{number}" for number in range(200)]
    async with world.clinic.store.write(clinic, world.clinic.actor, world.clinic.now) as unit:
        series = lone_series("ss_filler", clinic, now)
        unit.session.add(series)
        await unit.session.flush()
        await unit.session.execute(
            insert(PersonRow),
            [{"id": each, "clinic_id": clinic, "name": each, "sort_name": each} for each in people],
        )
        times = [now + timedelta(minutes=3 * number) for number in range(count)]
        await unit.session.execute(
            insert(AppointmentRow),
            [
                {
                    "id": f"ss_{number}",
                    "clinic_id": clinic,
                    "series_id": series.id,
                    "title": "x",
                    "kind": "group",
                    "track": "group",
                    "begins_at": begins,
                    "ends_at": begins + timedelta(hours=1),
                    "opens_at": begins,
                    "zone": "UTC",
                    "policy": {},
                }
                for number, begins in enumerate(times)
            ],
        )
        await unit.session.execute(
            insert(AttendeeRow),
            [
                {
                    "appointment_id": f"ss_{number}",
                    "person_id": people[number % len(people)],
                    "clinic_id": clinic,
                    "role": "member",
                    "begins_at": begins,
                    "ends_at": begins + timedelta(hours=1),
                }
                for number, begins in enumerate(times)
            ],
        )
