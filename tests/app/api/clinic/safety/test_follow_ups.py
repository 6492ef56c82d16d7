"""Follow-up tasks over HTTP, from the room's log to the outcome."""

from datetime import timedelta

import pytest

from app.persistence.models.live.sessions import SessionRow
from app.persistence.room_log import write_records
from clinic.common.ids import PersonId
from rooms.model.events import FollowUpNoted, Recorded
from rooms.model.events.follow_up import FollowUp, RemovalReason
from rooms.model.ids import PersonId as InRoom
from rooms.model.ids import RoomId
from tests.app.api.clinic.people.conftest import Team
from tests.support.service.clinics import Clinic

ROOM = RoomId("ss_evening")
TASK = "fu_1_evening"


@pytest.fixture
async def ana(clinic: Clinic, team: Team) -> PersonId:
    """Ana, whom Dana moved out of a session for a reason."""
    ana = await clinic.client("Ana")
    event = FollowUpNoted(
        InRoom(ana), FollowUp.REMOVAL, InRoom(team.clinician.person), RemovalReason.INTOXICATED
    )
    hours = {"opens_at": clinic.now - timedelta(hours=1), "closes_at": clinic.now + timedelta(hours=1)}
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        unit.session.add(
            SessionRow(id=ROOM, clinic_id=clinic.id, title="A", kind="group", policy={}, **hours)
        )
        await unit.session.flush()
        connection = await unit.session.connection()
        record = Recorded(1, clinic.now.timestamp(), event)
        await connection.run_sync(write_records, [(ROOM, [record])])
    return ana


async def test_a_removal_is_listed_for_whoever_led_until_it_is_done(
    clinic: Clinic, team: Team, ana: PersonId
) -> None:
    listed = (await team.clinician.get("/follow-ups")).json()
    (task,) = listed["items"]
    due = (clinic.now + timedelta(hours=24)).isoformat().replace("+00:00", "Z")
    assert task == {
        "id": TASK,
        "client": {"id": ana, "name": "Ana"},
        "session": ROOM,
        "kind": "removal",
        "cause": "intoxicated",
        "noted_at": clinic.now.isoformat().replace("+00:00", "Z"),
        "due_at": due,
        "overdue": False,
        "mine": True,
        "doer": {"id": team.clinician.person, "name": "Dana Clinician"},
        "state": "open",
        "outcome": None,
        "by": None,
        "by_at": None,
        "version": 1,
    }
    assert (await team.clinician.get("/follow-ups/waiting")).json() == {"open": 1, "overdue": 0}
    body = {"outcome": "not_reached", "again_at": (clinic.now + timedelta(hours=2)).isoformat()}
    tried = await team.clinician.change("PATCH", f"/follow-ups/{TASK}", body, 1)
    assert (tried.status_code, tried.headers["etag"], tried.json()["outcome"]) == (200, '"2"', "not_reached")
    late = await team.clinician.change("PATCH", f"/follow-ups/{TASK}", {"outcome": "reached"}, 1)
    assert (late.status_code, late.json()["code"]) == (412, "version.other")
    done = await team.director.change("PATCH", f"/follow-ups/{TASK}", {"outcome": "reached"}, 2)
    assert (done.json()["state"], done.json()["by"]["name"]) == ("done", "Iris Director")
    assert (await team.clinician.get("/follow-ups")).json()["items"] == []
    assert len((await team.clinician.get("/follow-ups", done="true")).json()["items"]) == 1


async def test_to_everybody_else_there_is_no_such_task(team: Team, ana: PersonId) -> None:
    for visitor in (team.owner, team.admin, team.coordinator):
        assert (await visitor.get("/follow-ups")).json()["items"] == []
        answer = await visitor.change("PATCH", f"/follow-ups/{TASK}", {"outcome": "reached"}, 1)
        assert (answer.status_code, answer.json()["code"]) == (404, "follow_up.unknown")


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"outcome": "not_reached"}, "again_at", "field.required"),
        ({"outcome": "handed_on"}, "to", "field.required"),
        ({"outcome": "handed_on", "to": "pt_nobody"}, "to", "field.unknown"),
    ],
)
async def test_what_is_missing_is_said_at_its_field(
    team: Team, ana: PersonId, body: dict[str, str], field: str, code: str
) -> None:
    answer = await team.clinician.change("PATCH", f"/follow-ups/{TASK}", body, 1)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": field, "code": code}]


async def test_a_change_names_what_it_changes(team: Team, ana: PersonId) -> None:
    answer = await team.clinician.send("PATCH", f"/follow-ups/{TASK}", json={"outcome": "reached"})
    assert (answer.status_code, answer.json()["code"]) == (428, "version.missing")
