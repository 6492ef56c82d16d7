"""A client's own questions over HTTP: due, begun, left, resumed, skipped, sent, passed; and nobody else's."""

from datetime import timedelta

import pytest

from app.persistence.models.safety.measures import MeasureResponseRow
from tests.app.conftest import WebService
from tests.support.schedule.afterwards.measured import MeasuredClinic

CALM = [0] * 9


async def test_what_is_due_is_begun_left_resumed_and_sent_once(measured: MeasuredClinic) -> None:
    assert (await measured.plan()).status_code == 201
    who = await measured.at_home(measured.clients[0])
    (item,) = (await who.get("/me/measures")).json()["due"]
    assert (item["instrument"], item["items"], item["answered"]) == ("phq9", 9, 0)
    asked = await measured.begin(who)
    assert asked["answers"] == [None] * 9
    kept = await measured.keep(who, asked, [1, 2, None, *[None] * 6])
    assert (kept.status_code, kept.json()["state"], kept.headers["etag"]) == (200, "draft", '"2"')
    assert (await who.get("/me/measures")).json()["due"][0]["answered"] == 2
    again = await measured.begin(await measured.at_home(measured.clients[0]))
    assert (again["id"], again["answers"][:3], again["version"]) == (asked["id"], [1, 2, None], 2)
    sent = await measured.keep(who, again, [1, 2, None, 1, 1, 1, 1, 1, 0], "send")
    assert sent.json()["state"] == "sent"
    assert await measured.due(who) == []
    late = await measured.keep(who, sent.json(), CALM, "send")
    assert (late.status_code, late.json()["code"]) == (409, "measures.sent")
    course = (await who.get("/me/measures/course")).json()
    (one,) = course["responses"]
    assert (one["total"], one["prorated"]) == (9, True)
    assert course["instruments"][0]["key"] == "phq9"


async def test_the_whole_can_be_passed_and_leaves_no_answer(measured: MeasuredClinic) -> None:
    await measured.plan()
    who = await measured.at_home(measured.clients[0])
    asked = await measured.begin(who)
    kept = (await measured.keep(who, asked, [3] * 8 + [None])).json()
    passed = await measured.keep(who, kept, [], "pass")
    assert (passed.json()["state"], passed.json()["answers"]) == ("passed", [None] * 9)
    assert await measured.due(who) == []
    assert (await measured.ida.get(f"/people/{who.person}/measures")).json()["responses"] == []


async def test_two_pages_do_not_overwrite_each_other(measured: MeasuredClinic) -> None:
    await measured.plan()
    who = await measured.at_home(measured.clients[0])
    asked = await measured.begin(who)
    assert (await measured.keep(who, asked, CALM)).status_code == 200
    other = await measured.keep(who, asked, [1] * 9)
    assert (other.status_code, other.json()["code"]) == (412, "version.other")


@pytest.mark.parametrize("answers", [[0] * 8, [0] * 8 + [4], [0] * 10])
async def test_answers_that_cannot_be_chosen_are_refused(
    measured: MeasuredClinic, answers: list[int]
) -> None:
    await measured.plan()
    who = await measured.at_home(measured.clients[0])
    answer = await measured.keep(who, await measured.begin(who), answers)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "answers", "code": "measures.answers"}]


async def test_nothing_that_is_not_due_can_be_begun_and_nobody_elses_be_kept(
    measured: MeasuredClinic,
) -> None:
    await measured.plan()
    who, other = [await measured.at_home(one) for one in measured.clients[:2]]
    early = await who.post("/me/measures", {"instrument": "phq9", "due": "2020-01-06"})
    assert (early.status_code, early.json()["code"]) == (409, "measures.not_due")
    asked = await measured.begin(who)
    foreign = await measured.keep(other, asked, CALM)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "measures.unknown")
    assert (await measured.ida.get("/me/measures")).status_code == 403


async def test_on_a_screen_that_may_be_shared_nothing_is_asked(measured: MeasuredClinic) -> None:
    await measured.plan()
    ana, ben = measured.clients[:2]
    who = await measured.at_home(ana)
    asked = await measured.begin(who)
    await measured.add_session(
        measured.clinic.now - timedelta(minutes=5), [ana, ben], held=False, kind="couples", shared=True
    )
    assert (await who.get("/me/measures")).json() == {"waits": True, "due": []}
    for answer in (
        await who.post("/me/measures", {"instrument": "phq9", "due": "2026-03-02"}),
        await measured.keep(who, asked, CALM),
        await who.get("/me/measures/course"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "measures.waits")


async def test_the_pulse_is_asked_for_a_day_of_those_who_were_there(
    measured: MeasuredClinic, web_service: WebService
) -> None:
    await measured.plan_pulse()
    ana, ben = measured.clients[:2]
    session = await measured.add_session(measured.clinic.now - timedelta(hours=2), [ana])
    assert await measured.due(await measured.at_home(ben)) == []
    who = await measured.at_home(ana)
    assert await measured.due(who) == [("pulse", session)]
    asked = await measured.begin(who, "pulse")
    measured.pass_time(web_service, timedelta(hours=24))
    who = await measured.at_home(ana)
    assert await measured.due(who) == []
    late = await measured.keep(who, asked, [5, 5, 5, 5], "send")
    assert (late.status_code, late.json()["code"]) == (409, "measures.not_due")


async def test_two_sessions_of_a_day_are_asked_about_each_on_its_own(measured: MeasuredClinic) -> None:
    await measured.plan_pulse()
    who = await measured.at_home(measured.clients[0])
    for hours in (6, 2):
        await measured.add_session(measured.clinic.now - timedelta(hours=hours), [who.person])
    dues = await measured.due(who)
    for _, due in dues:
        asked = (await who.post("/me/measures", {"instrument": "pulse", "due": due})).json()
        assert (await measured.keep(who, asked, [1, None, None, None])).status_code == 200
    listed = (await who.get("/me/measures")).json()["due"]
    assert [(one["instrument"], one["due"]) for one in listed] == dues
    assert [one["answered"] for one in listed] == [1, 1]


async def test_answers_are_encrypted_where_they_are_stored(measured: MeasuredClinic) -> None:
    await measured.plan()
    asked = (await measured.send(measured.clients[0], [3, 3, 3, 3, 3, 3, 3, 3, 0])).json()
    clinic = measured.clinic
    async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
        row = await unit.session.get(MeasureResponseRow, asked["id"])
    assert row is not None
    assert "3" * 3 not in row.content.replace(", ", "")
    assert "answers" not in row.content
