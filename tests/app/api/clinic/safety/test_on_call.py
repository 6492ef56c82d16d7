from datetime import timedelta
from typing import Any

import pytest

from app.persistence.repositories.records.audit import AuditFilter
from clinic.identity.access import PERMISSIONS, Action
from clinic.identity.roles import StaffRole
from rooms.model.events import HelpAcknowledged, HelpSignalled
from rooms.model.ids import PersonId as RoomPersonId
from tests.app.api.clinic.safety.conftest import Desk
from tests.app.conftest import WebService
from tests.support.rooms.setups import START
from tests.support.schedule.help import ALONE, SHARED
from tests.support.service.clinics import Answer, open_clinic

PATH = "/settings/on-call"
SECRET = "a secret of sixteen and more"
URL = "https://pager.clinic.example/attune"


async def put(desk: Desk, *, by: str = "", **changed: Any) -> Answer:
    """Choose who is on call as the director, or somebody else."""
    visitor = await desk.at(by or desk.scene.director)
    version = (await visitor.get(PATH)).json()["version"]
    body = {"people": desk.scene.on_call, "url": URL, "secret": SECRET, "note": "", **changed}
    return await visitor.change("PUT", PATH, body, version)


async def signal(desk: Desk, seat: str = ALONE, at: float = START) -> str:
    person = RoomPersonId(desk.scene.client) if seat == ALONE else None
    await desk.scene.record(HelpSignalled(seat, person), at)
    found = (await (await desk.first).get("/on-call")).json()["alerts"]
    return str(found[-1]["id"])


@pytest.mark.parametrize("role", list(StaffRole))
async def test_who_may_read_and_change_it_is_in_the_table(desk: Desk, role: StaffRole) -> None:
    visitor = await desk.at(await desk.scene.clinic.staff("Sam Somebody", role))
    read = await visitor.get(PATH)
    assert (read.status_code == 200) is (Action.SETTINGS_READ in PERMISSIONS[role])
    body = {"people": [], "url": "", "note": ""}
    changed = await visitor.change("PUT", PATH, body, 2)
    assert (changed.status_code == 200) is (Action.ON_CALL_WRITE in PERMISSIONS[role])
    assert {role for role in StaffRole if Action.ON_CALL_WRITE in PERMISSIONS[role]} == {
        StaffRole.OWNER,
        StaffRole.ADMIN,
        StaffRole.CLINICAL_DIRECTOR,
    }


async def test_a_change_needs_a_fresh_proof_and_the_version_that_was_read(desk: Desk) -> None:
    stale = await desk.at(desk.scene.director, proved_before=timedelta(hours=1))
    body = {"people": [], "url": "", "note": ""}
    assert (await stale.change("PUT", PATH, body, 2)).json()["code"] == "access.proof_needed"
    fresh = await desk.at(desk.scene.director)
    assert (await fresh.change("PUT", PATH, body, 7)).json()["code"] == "version.other"


async def test_the_secret_is_kept_and_never_answered(desk: Desk) -> None:
    answer = await put(desk)
    assert (answer.status_code, answer.json()["has_secret"]) == (200, True)
    assert SECRET not in answer.text
    kept = await put(desk, secret=None, note="Front desk: 202-555-0100.")
    assert (kept.json()["has_secret"], kept.json()["note"]) == (True, "Front desk: 202-555-0100.")
    assert (await put(desk, url="", secret=None)).json()["has_secret"] is False


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"people": ["pt_nobody"]}, ("people", "field.unknown")),
        ({"url": "http://pager.clinic.example"}, ("url", "on_call.address")),
        ({"url": "https://10.0.0.8/x"}, ("url", "on_call.address")),
        ({"secret": "short"}, ("secret", "on_call.secret")),
        ({"secret": None}, ("secret", "on_call.secret")),
    ],
)
async def test_what_is_wrong_is_named(desk: Desk, changed: dict[str, Any], error: tuple[str, str]) -> None:
    answer = await put(desk, **changed)
    assert [(one["field"], one["code"]) for one in answer.json()["errors"]] == [error]


async def test_clients_and_people_twice_are_refused_and_another_address_needs_its_secret(desk: Desk) -> None:
    client = await put(desk, people=[desk.scene.client])
    assert client.json()["errors"][0]["code"] == "field.unknown"
    twice = await put(desk, people=[desk.scene.on_call[0]] * 2)
    assert twice.json()["errors"][0]["code"] == "on_call.twice"
    await put(desk)
    moved = await put(desk, url="https://other.example/", secret=None)
    assert moved.json()["errors"] == [{"field": "secret", "code": "on_call.secret_again"}]


async def test_those_on_call_see_who_needs_them_and_nobody_else_does(desk: Desk) -> None:
    await signal(desk)
    await desk.scene.record(HelpSignalled(SHARED, None, late=True), START)
    shown = (await (await desk.first).get("/on-call")).json()["alerts"]
    assert sorted([one["name"] for one in alert["people"]] for alert in shown) == [
        ["Ana Lopez"],
        ["Elena Ruiz", "Finn Ruiz"],
    ]
    assert all(alert["rings"] and not alert["mine"] for alert in shown)
    assert sorted(alert["late"] for alert in shown) == [False, True]
    assert (await (await desk.at(desk.scene.director)).get("/on-call")).status_code == 200
    other = await desk.at(desk.scene.therapist)
    assert (await other.get("/on-call")).json()["code"] == "access.denied"
    client = await desk.scene.clinic.sign_in_client(desk.web, desk.scene.client)
    assert (await client.get("/on-call")).json()["code"] == "access.denied"


async def test_another_clinic_knows_nothing_of_it(desk: Desk, web_service: WebService) -> None:
    alert = await signal(desk)
    there = await open_clinic(web_service.store, "there", web_service.now)
    director = await there.sign_in(desk.web, await there.staff("Tess Director", StaffRole.CLINICAL_DIRECTOR))
    assert (await director.get("/on-call")).json() == {"alerts": []}
    assert (await director.post(f"/alerts/{alert}/answer")).json()["code"] == "alert.unknown"


async def test_what_did_not_change_is_not_sent_again_and_an_answer_is_seen_at_once(desk: Desk) -> None:
    alert = await signal(desk)
    first, second = await desk.first, await desk.at(desk.scene.on_call[1])
    seen = await second.get("/on-call")
    same = await second.send("GET", "/on-call", headers={"if-none-match": seen.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    answered = await first.post(f"/alerts/{alert}/answer")
    assert (answered.json()["rings"], answered.json()["mine"]) == (False, True)
    now = await second.send("GET", "/on-call", headers={"if-none-match": seen.headers["etag"]})
    (told,) = now.json()["alerts"]
    assert (told["rings"], told["mine"], told["answered_by"]["name"]) == (False, False, "Omar First")
    assert [step["step"] for step in told["steps"]] == ["signalled", "answered"]


async def test_an_alert_is_answered_once_and_by_nobody_after_it_was_seen_in_the_room(desk: Desk) -> None:
    alert = await signal(desk)
    first, second = await desk.first, await desk.at(desk.scene.on_call[1])
    for _ in range(2):
        assert (await first.post(f"/alerts/{alert}/answer")).status_code == 200
    assert (await second.post(f"/alerts/{alert}/answer")).json()["code"] == "alert.answered"
    other = await signal(desk, SHARED, START + 1)
    await desk.scene.record(HelpAcknowledged(SHARED, RoomPersonId(desk.scene.therapist)), START + 2)
    assert (await second.post(f"/alerts/{other}/answer")).json()["code"] == "alert.over"
    assert (await second.post("/alerts/al_unknown/answer")).json()["code"] == "alert.unknown"


async def test_looking_and_answering_are_noted(desk: Desk) -> None:
    alert = await signal(desk)
    await (await desk.first).post(f"/alerts/{alert}/answer")
    clinic = desk.scene.clinic
    async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
        entries = await unit.audit.find(AuditFilter(), None, 20)
    noted = {(entry.action, entry.actor) for entry in entries}
    assert {("help.read", desk.scene.on_call[0]), ("help.answered", desk.scene.on_call[0])} <= noted


async def test_the_menu_knows_who_is_on_call(desk: Desk) -> None:
    assert (await (await desk.first).get("/me")).json()["on_call"] is True
    assert (await (await desk.at(desk.scene.therapist)).get("/me")).json()["on_call"] is False
