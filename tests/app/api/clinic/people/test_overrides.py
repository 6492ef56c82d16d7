"""Overrides of R1 over HTTP: scenario 18, who learns what, and how one ends."""

from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest

from app.persistence.repositories.people.licences import LicenceRecord
from app.persistence.repositories.records.audit import AuditFilter
from clinic.common.ids import PersonId
from clinic.people.licences import Licence, LicenceType, Qualification
from tests.app.api.clinic.people.conftest import Team, qualify
from tests.app.conftest import WebService
from tests.support.service.clinics import Answer, Clinic, Visitor

REASON = "No other couples therapist until the new colleague starts."


@dataclass
class Lopez:
    """A couple whose partner Ben sees Dana as his counselor."""

    id: str
    ana: Visitor
    ben: Visitor


@pytest.fixture
async def lopez(clinic: Clinic, team: Team, client: httpx.AsyncClient) -> Lopez:
    ana, ben = await clinic.client("Ana Lopez"), await clinic.client("Ben Lopez")
    await qualify(clinic, team.clinician, Qualification.SUD_COUNSELOR, Qualification.COUPLES_THERAPIST)
    licence = Licence(
        "NY",
        LicenceType.MARRIAGE_FAMILY_THERAPIST,
        "0012",
        (clinic.now + timedelta(days=400)).date(),
    )
    async with clinic.store.write(clinic.id, clinic.actor, clinic.now) as unit:
        await unit.licences.add(LicenceRecord("li_dana", team.clinician.person, licence))
    made = await team.coordinator.post("/couples", {"first": ana, "second": ben})
    assert made.status_code == 201
    counselor = await assign(team.admin, team.clinician.person, "sud_counselor", clinic, client=ben)
    assert counselor.status_code == 201
    return Lopez(
        made.json()["id"],
        await clinic.sign_in_client(client, ana),
        await clinic.sign_in_client(client, ben),
    )


async def assign(
    who: Visitor, clinician: PersonId, role: str, clinic: Clinic, days: float | None = None, **whom: str
) -> Answer:
    until = None if days is None else (clinic.now + timedelta(days=days)).isoformat()
    body = {
        "clinician": clinician,
        "role": role,
        "since": clinic.now.isoformat(),
        "until": until,
        **whom,
    }
    return await who.post("/assignments", body)


async def propose(team: Team, lopez: Lopez, clinic: Clinic, days: float = 14, **more: str) -> Answer:
    body = {
        "couple": lopez.id,
        "clinician": team.clinician.person,
        "reason": REASON,
        "until": (clinic.now + timedelta(days=days)).isoformat(),
        **more,
    }
    return await team.director.post("/overrides", body)


async def test_scenario_18_role_conflict(
    clinic: Clinic, team: Team, lopez: Lopez, web_service: WebService
) -> None:
    dana = team.clinician.person

    async def assign_dana() -> Answer:
        now = web_service.services.clock.now()
        since = clinic.now + timedelta(seconds=now - clinic.now.timestamp())
        body = {
            "clinician": dana,
            "role": "couples_therapist",
            "couple": lopez.id,
            "since": since.isoformat(),
            "until": (clinic.now + timedelta(days=14)).isoformat(),
        }
        return await team.admin.post("/assignments", body)

    refused = await assign_dana()
    assert (refused.status_code, refused.json()["code"]) == (409, "care_team.couples_therapist")
    assert refused.json()["reason"] == "sud_counselor"

    for other in (team.admin, team.owner, team.clinician, team.coordinator):
        denied = await other.post(
            "/overrides",
            {"couple": lopez.id, "clinician": dana, "reason": REASON, "until": clinic.now.isoformat()},
        )
        assert (denied.status_code, denied.json()["code"]) == (403, "access.denied")

    made = await propose(team, lopez, clinic)
    assert (made.status_code, made.json()["state"], made.json()["reason"]) == (201, "pending", REASON)
    override = made.json()["id"]
    for partner in (lopez.ben, lopez.ana):
        assert (await assign_dana()).json()["code"] == "care_team.couples_therapist"
        web_service.clock.time += 60
        given = await partner.post(f"/overrides/{override}/acknowledge")
        assert (given.status_code, given.json()["acknowledged"]) == (200, True)

    assert (await assign_dana()).status_code == 201
    listed = (await team.director.get("/overrides", couple=lopez.id)).json()["items"]
    assert (listed[0]["state"], listed[0]["acknowledged_by"]) == (
        "in_force",
        [lopez.ben.person, lopez.ana.person],
    )

    async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
        entries = await unit.audit.find(AuditFilter(subject=override), None, 20)
    assert [(one.action, one.actor) for one in reversed(entries)] == [
        ("override.propose", team.director.person),
        ("override.acknowledge", lopez.ben.person),
        ("override.acknowledge", lopez.ana.person),
    ]
    assert entries[-1].facts["until"] == (clinic.now + timedelta(days=14)).isoformat()
