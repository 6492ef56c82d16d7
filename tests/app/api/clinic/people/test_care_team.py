from typing import Any

import pytest

from tests.app.api.clinic.people.conftest import Team
from tests.support.service.clinics import Answer, Clinic, Visitor


async def assign(who: Visitor, clinic: Clinic, **body: Any) -> Answer:
    return await who.post("/assignments", {"since": clinic.now.isoformat(), **body})


async def test_a_clinician_reads_their_own_client_from_the_assignment_until_its_end(
    clinic: Clinic, team: Team
) -> None:
    ben, dana = await clinic.client("Ben", phone="+12025550123"), team.clinician
    assert "phone" not in (await dana.get(f"/people/{ben}")).json()
    made = await assign(team.coordinator, clinic, clinician=dana.person, role="sud_counselor", client=ben)
    assert made.status_code == 201
    assert (await dana.get(f"/people/{ben}")).json()["phone"] == "+12025550123"
    team_of_ben = (await dana.get(f"/people/{ben}/care-team")).json()["items"]
    assert team_of_ben == [made.json()]
    assert made.json()["clinician"] == {"id": dana.person, "name": "Dana Clinician"}
    assert (await team.admin.delete(f"/assignments/{made.json()['id']}")).status_code == 204
    assert "phone" not in (await dana.get(f"/people/{ben}")).json()


async def test_a_repeated_assignment_is_made_once(clinic: Clinic, team: Team) -> None:
    ben = await clinic.client("Ben")
    body = {
        "since": clinic.now.isoformat(),
        "clinician": team.clinician.person,
        "role": "sud_counselor",
        "client": ben,
    }
    first, again = [
        await team.admin.post("/assignments", body, **{"idempotency-key": "assign-1"}) for _ in range(2)
    ]
    assert first.json() == again.json()
    assert len((await team.admin.get(f"/people/{ben}/care-team")).json()["items"]) == 1


async def test_the_rules_refuse_with_their_codes(clinic: Clinic, team: Team) -> None:
    ben, dana = await clinic.client("Ben"), team.clinician.person
    whole: dict[str, Any] = {"clinician": dana, "role": "sud_counselor", "client": ben}
    for change, code, reason in (
        ({"role": "prescriber"}, "care_team.unqualified", "prescriber"),
        ({"role": "couples_therapist"}, "care_team.subject", None),
        ({"client": None}, "care_team.subject", None),
        ({"until": clinic.now.isoformat()}, "care_team.period", None),
    ):
        answer = await assign(team.admin, clinic, **{**whole, **change})
        assert (answer.status_code, answer.json()["code"], answer.json().get("reason")) == (409, code, reason)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"clinician": "pt_unknown"}, {"clinician": "field.unknown"}),
        ({"client": "pt_unknown"}, {"client": "field.unknown"}),
        ({"client": None, "couple": "cu_unknown", "role": "care_coordinator"}, {"couple": "field.unknown"}),
        ({"role": "clinical_director"}, {"role": "field.choice"}),
        ({"role": "friend"}, {"role": "form.enum"}),
        ({"since": "2026-01-01T09:00:00"}, {"since": "form.timezone_aware"}),
        ({"since": "yesterday"}, {"since": "form.datetime_from_date_parsing"}),
    ],
)
async def test_what_is_wrong_is_named_by_its_field(
    clinic: Clinic, team: Team, change: dict[str, Any], wrong: dict[str, str]
) -> None:
    ben = await clinic.client("Ben")
    whole = {"clinician": team.clinician.person, "role": "sud_counselor", "client": ben}
    answer = await assign(team.admin, clinic, **{**whole, **change})
    assert answer.status_code == 422
    assert {one["field"]: one["code"] for one in answer.json()["errors"]} == wrong
