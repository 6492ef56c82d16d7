"""A session's attendance over HTTP: who reads it, how it is corrected, the roll of shared cameras, and its file."""

import csv
import io
from datetime import timedelta
from typing import Any

import httpx
import pytest

from clinic.common.ids import PersonId
from clinic.identity.roles import StaffRole
from tests.app.api.clinic.programme.attendance.conftest import Morning
from tests.app.conftest import WebService
from tests.support.schedule.afterwards.attended import hold
from tests.support.service.clinics import Visitor


async def read(morning: Morning, who: Visitor | None = None) -> dict[str, Any]:
    answer = await (who or morning.world.dana).get(f"/appointments/{morning.id}/attendance")
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    found: dict[str, Any] = answer.json()
    return found


def of(found: dict[str, Any], person: PersonId) -> dict[str, Any]:
    (one,) = [one for one in found["people"] if one["person"]["id"] == person]
    return dict(one)


async def correct(
    morning: Morning, who: Visitor, person: PersonId, body: dict[str, object]
) -> httpx.Response:
    return await who.post(f"/appointments/{morning.id}/attendance/{person}", body)


async def test_who_led_it_reads_of_everybody_those_too_who_never_came(morning: Morning) -> None:
    found = await read(morning)
    assert [one["person"]["name"] for one in found["people"]] == [
        "Ana Lopez",
        "Ben Okafor",
        "Cleo Marsh",
        "Dana Rivera",
    ]
    assert (found["participants"], found["is_over"], found["may_correct"]) == (2, True, True)
    cleo = of(found, morning.cleo)
    assert (cleo["present_min"], cleo["private_min"], len(cleo["present"])) == (85, 20, 2)
    assert of(found, morning.ben)["came_at"] is None


async def test_planners_read_it_and_others_as_if_there_were_none(
    morning: Morning, client: httpx.AsyncClient
) -> None:
    world = morning.world
    assert (await read(morning, world.coordinator))["participants"] == 2
    code = (await world.elena.get(f"/appointments/{morning.id}/attendance")).json()["code"]
    assert code == "appointment.unknown"
    ana = await world.clinic.sign_in_client(client, morning.ana)
    assert (await ana.get(f"/appointments/{morning.id}/attendance")).json()["code"] == "access.denied"


async def test_a_correction_counts_and_the_original_is_shown_beside(morning: Morning) -> None:
    body = morning.correction((0, 30), (40, 70), note="She called in.")
    answer = await correct(morning, morning.world.dana, morning.cleo, body)
    assert answer.status_code == 201, answer.text
    cleo = of(answer.json(), morning.cleo)
    assert (cleo["present_min"], cleo["recorded_min"]) == (60, 85)
    (made,) = cleo["corrections"]
    assert (made["reason"], made["note"], made["by"]["name"]) == ("fault", "She called in.", "Dana Rivera")
    assert cleo == of(await read(morning), morning.cleo)


async def test_a_correction_of_a_correction_names_the_one_before(
    morning: Morning, client: httpx.AsyncClient
) -> None:
    world = morning.world
    first = (await correct(morning, world.dana, morning.ben, morning.correction((0, 120)))).json()
    (made,) = of(first, morning.ben)["corrections"]
    again = morning.correction((0, 60), reason="mistake")
    late = await correct(morning, world.coordinator, morning.ben, again)
    assert (late.status_code, late.json()["code"]) == (409, "attendance.corrected_meanwhile")
    director = await morning.director(client)
    second = await correct(morning, director, morning.ben, {**again, "replaces": made["id"]})
    ben = of(second.json(), morning.ben)
    assert [one["present_min"] for one in ben["corrections"]] == [120, 60]
    assert (ben["present_min"], ben["recorded_min"]) == (60, 0)


async def test_only_who_led_it_directors_and_coordinators_correct(
    morning: Morning, client: httpx.AsyncClient
) -> None:
    world = morning.world
    body = morning.correction((0, 60))
    assert (await correct(morning, world.elena, morning.cleo, body)).json()["code"] == "appointment.unknown"
    office = await world.clinic.sign_in(client, await world.clinic.staff("Olga Office", StaffRole.ADMIN))
    assert (await correct(morning, office, morning.cleo, body)).json()["code"] == "access.denied"
    assert (await correct(morning, world.dana, world.clients[4], body)).json()["code"] == "person.unknown"
    assert (await correct(morning, world.dana, world.dana.person, body)).json()["code"] == "person.unknown"


@pytest.mark.parametrize(
    ("spans", "more", "field"),
    [
        ([(30, 20)], {}, "spans"),
        ([(-90, 20)], {}, "spans"),
        ([(0, 20)], {"reason": "other"}, "note"),
    ],
    ids=["it ends before it begins", "it is long before", "another reason needs a note"],
)
async def test_what_cannot_be_is_refused(
    morning: Morning, spans: list[tuple[int, int]], more: dict[str, object], field: str
) -> None:
    answer = await correct(morning, morning.world.dana, morning.cleo, morning.correction(*spans, **more))
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, [field])


async def test_nothing_is_corrected_while_it_goes_on(morning: Morning) -> None:
    world, clinic = morning.world, morning.world.clinic
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        begins = clinic.now - timedelta(minutes=30)
        people = {world.dana.person: "facilitator", morning.cleo: "member"}
        running = await hold(unit, "running", begins, 60, people, {morning.cleo: [(0, 20)]}, ended=False)
    body = {"spans": [], "reason": "fault"}
    answer = await world.dana.post(f"/appointments/{running}/attendance/{morning.cleo}", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "attendance.goes_on")
    (planned,) = await world.plan()
    answer = await world.dana.post(f"/appointments/{planned['id']}/attendance/{world.clients[2]}", body)
    assert answer.json()["code"] == "attendance.no_room"


async def test_the_roll_of_a_shared_camera_corrects_both(morning: Morning) -> None:
    (seat,) = (await read(morning))["seats"]
    assert {seat["first"]["id"], seat["second"]["id"]} == {morning.ana, morning.ben}
    body = {"seats": [{"seat": seat["id"], "here": "both"}]}
    answer = await morning.world.dana.post(f"/appointments/{morning.id}/roll-call", body)
    assert answer.status_code == 201, answer.text
    found = answer.json()
    for person in (morning.ana, morning.ben):
        one = of(found, person)
        assert (one["present_min"], [made["reason"] for made in one["corrections"]]) == (120, ["roll_call"])
    assert (found["participants"], found["seats"]) == (3, [])
    again = await morning.world.dana.post(f"/appointments/{morning.id}/roll-call", body)
    assert again.json()["code"] == "attendance.corrected_meanwhile"


async def test_who_was_not_there_has_no_time_after_the_roll(morning: Morning) -> None:
    (seat,) = (await read(morning))["seats"]
    here = "second" if seat["second"]["id"] == morning.ben else "first"
    body = {"seats": [{"seat": seat["id"], "here": here}]}
    found = (await morning.world.dana.post(f"/appointments/{morning.id}/roll-call", body)).json()
    assert [of(found, person)["present_min"] for person in (morning.ana, morning.ben)] == [0, 120]


def rows(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


async def test_scenario_22_the_export_shows_175_minutes_nine_participants_and_nothing_said(
    morning: Morning, web_service: WebService
) -> None:
    """Member 3 is present 09:00-10:31 and 10:36-12:00, with two drops of 20 seconds."""
    world, clinic = morning.world, morning.world.clinic
    members = [*world.clients, *[await clinic.client(f"Client {number}") for number in range(4)]]
    third = members[2]
    drop = 20 / 60
    times: dict[PersonId, Any] = {person: [(0, 180)] for person in members}
    times[third] = [(0, 30), (30 + drop, 91), (96, 130), (130 + drop, 180)]
    people = {world.dana.person: "facilitator", **dict.fromkeys(members, "member")}
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        day_before = clinic.now - timedelta(hours=26)
        held = await hold(unit, "group", day_before, 180, people, times)
    found = rows(await world.dana.get(f"/appointments/{held}/attendance.csv"))
    (row,) = [row for row in found if row["name"] == "Cleo Marsh"]
    assert (row["present_minutes"], row["participants"], len(found)) == ("175", "9", 9)
    assert row["session_start"] == "2025-11-23T09:00:00-05:00"
    assert row["session_end"] == "2025-11-23T12:00:00-05:00"
    assert (row["first"], row["last"]) == (row["session_start"], row["session_end"])
    assert not {"said", "title", "talk", "topic"}.intersection(row)


async def test_reading_correcting_and_exporting_are_noted(
    morning: Morning, client: httpx.AsyncClient
) -> None:
    world = morning.world
    await read(morning)
    await correct(morning, world.dana, morning.cleo, morning.correction((0, 30)))
    await world.dana.get(f"/appointments/{morning.id}/attendance.csv")
    director = await morning.director(client)
    entries = (await director.get("/audit", limit="50")).json()["items"]
    noted = {entry["action"] for entry in entries}
    assert noted >= {"attendance.read", "attendance.correct", "attendance.export"}
