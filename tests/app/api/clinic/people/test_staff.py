from typing import Any

import httpx
import pytest

from tests.app.api.clinic.people.conftest import Team
from tests.support.service.clinics import Clinic

LICENCE: dict[str, Any] = {
    "state": "ny",
    "type": "psychologist",
    "number": " 012345 ",
    "expires": "2027-06-30",
    "privileges": [{"compact": "psypact", "states": ["NJ", "CT"], "expires": "2026-12-31"}],
}


async def test_fewer_roles_hold_from_the_next_request_on_without_a_new_sign_in(team: Team) -> None:
    path = f"/people/{team.coordinator.person}"
    assert (await team.coordinator.get("/couples")).status_code == 200
    version = (await team.admin.get(path)).json()["version"]
    put = await team.admin.change("PUT", f"{path}/roles", {"roles": ["tech_host"]}, version)
    assert (put.status_code, put.json()["roles"]) == (200, ["tech_host"])
    denied = await team.coordinator.get("/couples")
    assert (denied.status_code, denied.json()["code"]) == (403, "access.denied")
    assert (await team.coordinator.get("/people")).status_code == 200, "they are still signed in"


async def test_roles_beyond_ones_own_are_refused_by_name(team: Team) -> None:
    path = f"/people/{team.clinician.person}/roles"
    answer = await team.admin.change("PUT", path, {"roles": ["clinician", "owner", "auditor"]}, 1)
    assert (answer.status_code, answer.json()["code"]) == (409, "roles.not_grantable")
    assert answer.json()["reason"] == "auditor,owner"
    unknown = await team.admin.change("PUT", path, {"roles": ["king"]}, 1)
    assert unknown.json()["errors"] == [{"field": "roles.0", "code": "form.enum"}]
    missing = await team.admin.send("PUT", path, json={"roles": []})
    assert missing.json()["code"] == "version.missing"


async def test_qualifications_come_and_go_with_the_persons_version(team: Team) -> None:
    path = f"/people/{team.clinician.person}/qualifications"
    put = await team.director.change("PUT", path, {"qualifications": ["nurse", "educator"]}, 1)
    assert (put.json(), put.headers["etag"]) == (
        {"qualifications": ["educator", "nurse"], "version": 2},
        '"2"',
    )
    assert (await team.auditor.get(path)).json() == put.json()
    late = await team.director.change("PUT", path, {"qualifications": []}, 1)
    assert late.json()["code"] == "version.other"


async def test_a_licence_is_recorded_once_and_its_number_is_for_those_who_check(team: Team) -> None:
    path = f"/people/{team.clinician.person}/licences"
    key = {"idempotency-key": "licence-1"}
    made = await team.admin.post(path, LICENCE, **key)
    assert made.status_code == 201
    assert (made.json()["state"], made.json()["number"]) == ("NY", "012345")
    assert (await team.admin.post(path, LICENCE, **key)).json() == made.json()
    for visitor in (team.owner, team.admin, team.director, team.clinician):
        assert (await visitor.get(path)).json()["items"] == [made.json()]
    without = {name: value for name, value in made.json().items() if name != "number"}
    for visitor in (team.coordinator, team.tech_host, team.auditor):
        assert (await visitor.get(path)).json()["items"] == [without]
    assert (await team.admin.delete(f"/licences/{made.json()['id']}")).status_code == 204
    assert (await team.admin.get(path)).json()["items"] == []


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"state": "ZZ"}, {"state": "field.state"}),
        ({"state": "New York"}, {"state": "form.string_too_long"}),
        ({"type": "wizard"}, {"type": "form.enum"}),
        ({"number": " "}, {"number": "field.required"}),
        ({"number": "x" * 41}, {"number": "form.string_too_long"}),
        ({"number": "1\u202e2"}, {"number": "field.bidi"}),
        ({"expires": "30.6.2027"}, {"expires": "form.date_from_datetime_parsing"}),
        (
            {"privileges": [{"compact": "psypact", "states": ["ZZ"], "expires": "2026-12-31"}]},
            {"privileges.0.states": "field.state"},
        ),
        (
            {"privileges": [{"compact": "psypact", "states": [], "expires": "2026-12-31"}]},
            {"privileges.0.states": "form.too_short"},
        ),
    ],
)
async def test_everything_wrong_with_a_licence_is_named(
    team: Team, change: dict[str, Any], wrong: dict[str, str]
) -> None:
    answer = await team.admin.post(f"/people/{team.clinician.person}/licences", {**LICENCE, **change})
    assert answer.status_code == 422
    assert {one["field"]: one["code"] for one in answer.json()["errors"]} == wrong


async def test_an_admin_signs_somebody_out_everywhere(
    clinic: Clinic, team: Team, client: httpx.AsyncClient
) -> None:
    await clinic.sign_in(client, team.clinician.person)
    path = f"/people/{team.clinician.person}/sign-ins"
    listed = (await team.admin.get(path)).json()["items"]
    assert [one["device"] for one in listed] == ["Firefox, Linux"] * 2
    assert (await team.admin.delete(path)).status_code == 204
    assert (await team.clinician.get("/me/contact")).status_code == 401
