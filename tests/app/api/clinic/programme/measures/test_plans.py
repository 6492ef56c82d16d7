"""Plans, and instruments that a clinic brings, over HTTP."""

from datetime import timedelta

from clinic.identity.roles import StaffRole
from tests.app.conftest import WebService
from tests.support.schedule.afterwards.instruments import csq8
from tests.support.schedule.afterwards.measured import COHORT, PROGRAM, MeasuredClinic

LICENCE = {"holder": "Tamalpa LLC, licence 1234", "licensed": True}


async def test_a_plan_asks_from_today_until_it_is_ended(measured: MeasuredClinic) -> None:
    made = (await measured.plan("gad7", rhythm="days", every=3, weekday=None)).json()
    assert (made["program"], made["cohort"], made["until"], made["version"]) == (PROGRAM, None, None, 1)
    listed = (await measured.dana.get("/measures/plans")).json()
    assert listed["plans"] == [made]
    assert {each["key"] for each in listed["instruments"]} == {"phq9", "gad7", "pulse"}
    who = await measured.at_home(measured.clients[0])
    assert await measured.due(who) == [("gad7", made["since"])]
    ended = await measured.carl.change("POST", f"/measures/plans/{made['id']}/end", None, 1)
    assert (ended.json()["until"], ended.headers["etag"]) == (made["since"], '"2"')
    assert await measured.due(who) == []
    again = await measured.carl.change("POST", f"/measures/plans/{made['id']}/end", None, 2)
    assert (again.status_code, again.json()["code"]) == (404, "measure_plan.unknown")


async def test_the_same_is_planned_once_for_the_same_people(measured: MeasuredClinic) -> None:
    assert (await measured.plan()).status_code == 201
    twice = await measured.plan(every=2)
    assert (twice.status_code, twice.json()["code"]) == (409, "measures.planned")
    assert (await measured.plan(program=None, cohort=COHORT)).status_code == 201


async def test_a_plan_says_what_is_wrong_with_it(measured: MeasuredClinic) -> None:
    unknown = await measured.plan("csq8")
    assert unknown.json()["errors"] == [{"field": "instrument", "code": "field.unknown"}]
    nowhere = await measured.plan(program="pg_nowhere")
    assert nowhere.json()["errors"] == [{"field": "program", "code": "field.unknown"}]


async def test_who_treats_does_not_plan(measured: MeasuredClinic) -> None:
    body = {"instrument": "phq9", "rhythm": "weekly", "weekday": 0, "program": PROGRAM}
    assert (await measured.dana.post("/measures/plans", body)).json()["code"] == "access.denied"


async def test_an_instrument_with_a_licence_is_brought_planned_and_asked_until_the_licence_ends(
    measured: MeasuredClinic, web_service: WebService
) -> None:
    last = (measured.clinic.now + timedelta(days=8)).date().isoformat()
    brought = await measured.iris.post("/measures/instruments", {"file": csq8(), "until": last, **LICENCE})
    assert brought.status_code == 201, brought.text
    slot = next(each for each in brought.json()["slots"] if each["key"] == "csq8")
    assert (slot["holder"], slot["until"], slot["version"]) == (LICENCE["holder"], last, 1)
    assert (await measured.plan("csq8")).status_code == 201
    client = measured.clients[0]
    assert [key for key, _ in await measured.due(await measured.at_home(client))] == ["csq8"]
    sent = await measured.send(client, [4] * 7 + [None], "csq8")
    assert sent.json()["state"] == "sent"
    measured.pass_time(web_service, timedelta(days=10))
    assert await measured.due(await measured.at_home(client)) == [], "nobody may be asked any more"
    ida = await measured.clinic.sign_in(measured.web, measured.ida.person)
    assert (await ida.get(f"/people/{client}/measures")).json()["responses"][0]["total"] == 32


async def test_a_file_is_taken_with_a_licence_once_for_each_version(measured: MeasuredClinic) -> None:
    path = "/measures/instruments"
    not_said = await measured.iris.post(path, {"file": "key =", "holder": "", "licensed": False})
    assert not_said.json()["errors"] == [
        {"field": "holder", "code": "field.required"},
        {"field": "licensed", "code": "measures.licensed"},
        {"field": "file", "code": "measures.file"},
    ]
    wrong = await measured.iris.post(path, {"file": csq8(key='"gq"'), **LICENCE})
    assert wrong.json()["errors"] == [{"field": "file", "code": "measures.other_instrument"}]
    ours = await measured.iris.post(path, {"file": csq8(key='"phq9"'), **LICENCE})
    assert ours.json()["errors"] == [{"field": "file", "code": "measures.no_slot"}]
    assert (await measured.iris.post(path, {"file": csq8(), **LICENCE})).status_code == 201
    twice = await measured.iris.post(path, {"file": csq8(), **LICENCE})
    assert (twice.status_code, twice.json()["code"]) == (409, "measures.version")
    assert (await measured.iris.post(path, {"file": csq8(version=2), **LICENCE})).status_code == 201


async def test_owners_and_directors_bring_instruments_and_nobody_else(measured: MeasuredClinic) -> None:
    owner = await measured.clinic.sign_in(
        measured.web, await measured.clinic.staff("Olga Owner", StaffRole.OWNER)
    )
    body = {"file": csq8(), **LICENCE}
    for who in (measured.carl, measured.dana):
        assert (await who.post("/measures/instruments", body)).json()["code"] == "access.denied"
    assert (await owner.post("/measures/instruments", body)).status_code == 201
