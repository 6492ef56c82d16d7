"""Sober activities and resource cards over HTTP."""

from datetime import timedelta
from typing import Any

from app.mail.wording import MailKind
from tests.support.schedule.network import SupportCast

CARD: dict[str, Any] = {
    "kind": "meals",
    "title": "Community kitchen",
    "what": "Hot meals.",
    "phone": "202 555 0123",
    "url": "https://kitchen.example.org",
    "area": "Riverside",
    "language": "EN",
}


def walk(cast: SupportCast, **changes: Any) -> dict[str, Any]:
    starts = (cast.clinic.now + timedelta(days=3)).strftime("%Y-%m-%dT10:00")
    body = {"title": "Lake walk", "place": "Boathouse", "starts": starts, "length_min": 90}
    return body | changes


async def plan(cast: SupportCast, **changes: Any) -> dict[str, Any]:
    answer = await cast.ida.post("/activities", walk(cast, **changes))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_people_say_whether_they_come_and_who_sees_it(cast: SupportCast) -> None:
    one = await plan(cast, capacity=1)
    path = f"/me/activities/{one['id']}"
    assert (await cast.ana.send("PUT", path, json={"coming": True, "shows_name": True})).json()[
        "code"
    ] == "peer.no_name"
    await cast.name(cast.ana, "Sparrow")
    mine = (await cast.ana.send("PUT", path, json={"coming": True, "shows_name": True})).json()
    assert (mine["coming"], mine["count"], mine["names"]) == (True, 1, ["Sparrow"])
    full = await cast.ben.send("PUT", path, json={"coming": True})
    assert full.json()["code"] == "activity.full"
    (seen,) = (await cast.ben.get("/me/activities")).json()["items"]
    assert (seen["coming"], seen["count"], seen["names"]) == (None, 1, ["Sparrow"])
    (listed,) = (await cast.ida.get("/activities")).json()["items"]
    assert [each["name"] for each in listed["coming"]] == ["Ana"]
    await cast.ana.send("PUT", path, json={"coming": False, "shows_name": True})
    (seen,) = (await cast.ben.get("/me/activities")).json()["items"]
    assert (seen["count"], seen["names"]) == (0, [])


async def test_alumni_and_programmes_decide_who_sees_it(cast: SupportCast) -> None:
    one = await plan(cast, audience="alumni", programs=[cast.program])
    assert (await cast.cleo.get("/me/activities")).json()["items"] == []
    assert len((await cast.ana.get("/me/activities")).json()["items"]) == 1
    answer = await cast.cleo.send("PUT", f"/me/activities/{one['id']}", json={"coming": True})
    assert (answer.status_code, answer.json()["code"]) == (404, "activity.unknown")
    unknown = await cast.ida.post("/activities", walk(cast, programs=["pg_none"]))
    assert unknown.json()["code"] == "program.unknown"


async def test_bad_times_are_refused(cast: SupportCast) -> None:
    past = (cast.clinic.now - timedelta(days=1)).strftime("%Y-%m-%dT10:00")
    far = (cast.clinic.now + timedelta(days=500)).strftime("%Y-%m-%dT10:00")
    for starts, code in ((past, "activity.past"), (far, "activity.far")):
        wrong = await cast.ida.post("/activities", walk(cast, starts=starts))
        assert [one["code"] for one in wrong.json()["errors"]] == [code]
    spring = cast.clinic.now.replace(month=3, day=8, year=2026)
    if cast.clinic.now < spring < cast.clinic.now + timedelta(days=300):
        skipped = await cast.ida.post("/activities", walk(cast, starts="2026-03-08T02:30"))
        assert [one["code"] for one in skipped.json()["errors"]] == ["activity.skipped"]


async def test_whoever_comes_is_told_of_a_change_in_neutral_words(cast: SupportCast) -> None:
    one = await plan(cast)
    await cast.ana.send("PUT", f"/me/activities/{one['id']}", json={"coming": True})
    quiet = await cast.ida.change("PUT", f"/activities/{one['id']}", walk(cast, title="A walk"), 1)
    assert quiet.json()["version"] == 2
    cancelled = await cast.ida.change("PUT", f"/activities/{one['id']}", walk(cast, cancelled=True), 2)
    assert cancelled.json()["cancelled"]
    async with cast.clinic.store.write(cast.clinic.id, cast.clinic.actor, cast.clinic.now) as unit:
        mails = await unit.outbox.newest(["queued"], 50)
    assert [(each.mail.person, each.mail.kind) for each in mails] == [(cast.ana.person, MailKind.OWN_PAGE)]
    assert (await cast.ben.send("PUT", f"/me/activities/{one['id']}", json={"coming": True})).json()[
        "code"
    ] == "activity.cancelled"
    late = await cast.ida.change("PUT", f"/activities/{one['id']}", walk(cast), 2)
    assert late.status_code == 412


async def test_a_planned_activity_sent_twice_is_made_once(cast: SupportCast) -> None:
    for _ in range(2):
        await cast.ida.post("/activities", walk(cast), **{"idempotency-key": "walk-0001"})
    assert len((await cast.ida.get("/activities")).json()["items"]) == 1


async def test_cards_are_kept_by_staff_and_shown_to_clients(cast: SupportCast) -> None:
    card = CARD | {"checked_on": (cast.today - timedelta(days=100)).isoformat()}
    made = (await cast.ida.post("/resources", card)).json()
    assert (made["phone"], made["language"], made["stale"]) == ("+12025550123", "en", True)
    changed = card | {"checked_on": cast.today.isoformat(), "what": "Hot meals, daily."}
    put = await cast.ida.change("PUT", f"/resources/{made['id']}", changed, 1)
    assert (put.json()["stale"], put.json()["version"]) == (False, 2)
    (seen,) = (await cast.ana.get("/me/resources")).json()["items"]
    assert seen["what"] == "Hot meals, daily."
    gone = await cast.ida.change("PUT", f"/resources/{made['id']}", changed | {"archived": True}, 2)
    assert gone.json()["archived"]
    assert (await cast.ana.get("/me/resources")).json()["items"] == []
    assert len((await cast.ida.get("/resources", archived=True)).json()["items"]) == 1
    assert (await cast.ida.change("PUT", "/resources/rs_none", changed, 1)).status_code == 404


async def test_a_card_needs_a_way_to_reach_and_an_honest_day(cast: SupportCast) -> None:
    wrong = CARD | {"phone": "", "url": "http://x.example.org", "checked_on": "2199-01-01"}
    answer = await cast.ida.post("/resources", wrong)
    assert {(one["field"], one["code"]) for one in answer.json()["errors"]} == {
        ("url", "resource.url"),
        ("checked_on", "resource.checked"),
    }


async def test_clients_change_neither_activities_nor_cards(cast: SupportCast) -> None:
    card = CARD | {"checked_on": cast.today.isoformat()}
    for method, path, body in (
        ("GET", "/activities", None),
        ("POST", "/activities", walk(cast)),
        ("GET", "/resources", None),
        ("POST", "/resources", card),
    ):
        answer = await cast.ana.send(method, path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (403, "access.denied"), path
