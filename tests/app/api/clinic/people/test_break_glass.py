from dataclasses import replace
from datetime import timedelta

import pytest

from tests.app.api.clinic.people.conftest import Team
from tests.app.conftest import WebService
from tests.support.service.clinics import Clinic

REASON = "He called in distress and his counselor is away."


async def test_broken_glass_shows_emergency_facts_for_an_hour_and_the_director_learns_of_it(
    clinic: Clinic, team: Team, web_service: WebService
) -> None:
    ben = await clinic.client("Ben", phone="+12025550123", email="ben@example.org")
    before = (await team.clinician.get(f"/people/{ben}")).json()
    body, key = {"person": ben, "reason": REASON}, {"idempotency-key": "glass-01"}
    broken = await team.clinician.post("/break-glass", body, **key)
    assert (broken.status_code, broken.json()["person"]) == (201, ben)
    assert (await team.clinician.post("/break-glass", body, **key)).json() == broken.json()
    seen = (await team.clinician.get(f"/people/{ben}")).json()
    assert (seen["phone"], "email" in seen) == ("+12025550123", False)
    web_service.clock.time += 3600
    async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
        trail = [one.entry for one in await unit.audit.page()]
    told = {one.action: one.subjects for one in trail}
    assert told["glass.break"] == (ben, broken.json()["id"])
    assert told["director.alert"] == (ben, team.clinician.person, team.director.person)
    assert [one.subjects for one in trail if one.action == "person.read"] == [
        (ben,),
        (ben, broken.json()["id"]),
    ]
    assert REASON not in str(trail)
    later = replace(clinic, now=clinic.now + timedelta(hours=1))
    again = await later.sign_in(team.clinician.web, team.clinician.person)
    assert (await again.get(f"/people/{ben}")).json() == before


@pytest.mark.parametrize(
    ("reason", "code"), [("short", "field.too_short"), ("x" * 501, "form.string_too_long")]
)
async def test_a_reason_has_to_say_something(clinic: Clinic, team: Team, reason: str, code: str) -> None:
    ben = await clinic.client("Ben")
    answer = await team.clinician.post("/break-glass", {"person": ben, "reason": reason})
    assert answer.json()["errors"] == [{"field": "reason", "code": code}]
