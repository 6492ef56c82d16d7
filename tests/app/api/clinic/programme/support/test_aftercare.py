"""Aftercare plans and check-ins over HTTP."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.persistence.models.programme.support import AftercarePlanRow
from clinic.support.check_ins import CheckIn, CheckInMove, after
from tests.support.schedule.network import SupportCast

PLAN: dict[str, Any] = {
    "steps": [{"text": "Sunday alumni", "on": "2026-05-03"}],
    "contacts": [{"name": "My sister", "phone": "202 555 0123"}],
    "signs": ["I stop answering messages"],
    "helps": ["A walk"],
    "together": True,
}


async def test_a_plan_is_written_together_read_by_its_client_and_kept_in_versions(cast: SupportCast) -> None:
    path = f"/people/{cast.ana.person}/aftercare"
    assert (await cast.ana.get("/me/aftercare")).json() == {"at": None, "plan": None}
    first = await cast.ida.change("POST", path, PLAN, 0)
    assert (first.status_code, first.json()["version"]) == (201, 1)
    second = await cast.ida.change("POST", path, PLAN | {"helps": ["Tea"]}, 1)
    assert sorted(one["plan"]["helps"] for one in second.json()["versions"]) == [["A walk"], ["Tea"]]
    mine = (await cast.ana.get("/me/aftercare")).json()["plan"]
    assert mine["contacts"] == [{"name": "My sister", "phone": "+12025550123"}]
    assert (await cast.ida.change("POST", path, PLAN, 1)).json()["code"] == "version.other"
    async with cast.clinic.store.write(cast.clinic.id, cast.clinic.actor, cast.clinic.now) as unit:
        stored = list(await unit.session.scalars(select(AftercarePlanRow.content)))
    assert "sister" not in str(stored)


async def test_a_plan_that_was_not_written_together_is_refused(cast: SupportCast) -> None:
    wrong = await cast.ida.change(
        "POST", f"/people/{cast.ana.person}/aftercare", PLAN | {"together": False, "signs": [""]}, 0
    )
    assert {(one["field"], one["code"]) for one in wrong.json()["errors"]} == {
        ("together", "aftercare.together"),
        ("signs.0", "field.required"),
    }


async def test_a_discharge_plans_check_ins_and_another_one_plans_them_anew(cast: SupportCast) -> None:
    episodes = (await cast.coordinator.get("/episodes", client=cast.cleo.person)).json()["items"]
    path = f"/episodes/{episodes[0]['id']}"
    for version, days in ((1, 0), (2, -3)):
        until = (cast.today + timedelta(days=days)).isoformat()
        answer = await cast.coordinator.change("PATCH", path, {"until": until}, version)
        assert answer.status_code == 200, answer.text
        found = (await cast.coordinator.get(f"/people/{cast.cleo.person}/check-ins")).json()
        planned = [one["due_on"] for one in found["items"] if one["state"] == "planned"]
        assert planned[0] == (cast.today + timedelta(days=7 + days)).isoformat()
        assert len(planned) == 5


async def asked(cast: SupportCast) -> str:
    """Ask Ana how she is."""
    await cast.ida.send("PUT", f"/people/{cast.ana.person}/check-ins")
    async with cast.clinic.store.write(cast.clinic.id, cast.clinic.actor, cast.clinic.now) as unit:
        first: CheckIn = (await unit.aftercare.check_ins(cast.ana.person))[0]
        await unit.aftercare.put_check_in(after(first, CheckInMove.ASK, unit.now - timedelta(days=8)))
    return first.id


async def test_a_wish_to_talk_becomes_a_task_that_is_due_within_a_day(cast: SupportCast) -> None:
    check_in = await asked(cast)
    mine = (await cast.ana.get("/me/check-ins")).json()
    assert mine["asked"] == check_in
    quiet = (await cast.ida.get("/check-ins/quiet")).json()["items"]
    assert [one["client"]["name"] for one in quiet] == ["Ana"]
    assert (await cast.ivo.get("/check-ins/quiet")).json()["items"] == []
    answered = await cast.ana.post(f"/me/check-ins/{check_in}/answer", {"answer": "talk"})
    assert (answered.json()["asked"], answered.json()["last"]["answer"]) == (None, "talk")
    for who in (cast.ida, cast.coordinator):
        (task,) = (await who.get("/follow-ups")).json()["items"]
        assert (task["kind"], task["session"], task["client"]["name"]) == ("check_in", None, "Ana")
    assert task["due_at"] == (cast.clinic.now + timedelta(days=1)).isoformat().replace("+00:00", "Z")
    assert (await cast.ivo.get("/follow-ups")).json()["items"] == []
    done = await cast.ida.change("PATCH", f"/follow-ups/{task['id']}", {"outcome": "reached"}, 1)
    assert done.json()["state"] == "done"
    again = await cast.ana.post(f"/me/check-ins/{check_in}/answer", {"answer": "well"})
    assert again.json()["code"] == "check_in.over"


async def test_other_answers_ask_nothing_of_anybody(cast: SupportCast) -> None:
    check_in = await asked(cast)
    assert (await cast.ben.post(f"/me/check-ins/{check_in}/answer", {"answer": "well"})).status_code == 404
    await cast.ana.post(f"/me/check-ins/{check_in}/answer", {"answer": "not_now"})
    assert (await cast.ida.get("/follow-ups")).json()["items"] == []


async def test_people_stop_their_check_ins_and_staff_may_start_them_again(cast: SupportCast) -> None:
    await asked(cast)
    stopped = (await cast.ana.send("DELETE", "/me/check-ins")).json()
    assert (stopped["asked"], stopped["next_on"]) == (None, None)
    found = (await cast.ida.get(f"/people/{cast.ana.person}/check-ins")).json()
    assert {one["state"] for one in found["items"]} == {"stopped"}
    await cast.ida.send("PUT", f"/people/{cast.ana.person}/check-ins")
    assert (await cast.ana.get("/me/check-ins")).json()["next_on"] is not None
    assert (await cast.ida.send("DELETE", f"/people/{cast.ana.person}/check-ins")).status_code == 200
    treated = await cast.coordinator.send("PUT", f"/people/{cast.cleo.person}/check-ins")
    assert treated.json()["code"] == "check_in.treated"
