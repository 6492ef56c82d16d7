from typing import Any

import pytest

from tests.app.api.clinic.people.conftest import Team
from tests.support.service.clinics import Clinic, CountedQueries

ANA: dict[str, Any] = {
    "kind": "client",
    "name": "Ana",
    "legal_name": "Ana Lopez",
    "email": "ana@example.org",
    "languages": ["es"],
    "reach": {"channel": "email", "safe_times": "mon-fri 09:00-17:00"},
}


async def test_a_person_is_added_read_changed_and_archived(team: Team) -> None:
    added = await team.coordinator.post("/people", ANA)
    assert (added.status_code, added.headers["etag"]) == (201, '"1"')
    path = f"/people/{added.json()['id']}"
    read = await team.coordinator.get(path)
    assert read.json() == {**added.json(), "couple": None}
    assert read.json()["time_zone"] == "America/New_York", "the clinic's"
    changed = await team.coordinator.change("PATCH", path, {"pronouns": "she/her"}, 1)
    assert (changed.json()["pronouns"], changed.headers["etag"]) == ("she/her", '"2"')
    archived = await team.coordinator.post(f"{path}/archive")
    assert archived.json()["archived"]
    listed = await team.coordinator.get("/people", state="archived")
    assert [one["name"] for one in listed.json()["items"]] == ["Ana"]
    restored = await team.coordinator.post(f"{path}/restore")
    assert (restored.json()["archived"], restored.headers["etag"]) == (False, '"4"')


async def test_a_search_may_be_for_clients_staff_or_both(team: Team) -> None:
    await team.coordinator.post("/people", ANA)
    found = {
        kind: {one["kind"] for one in (await team.coordinator.get("/people", kind=kind)).json()["items"]}
        for kind in ("client", "staff", "both")
    }
    assert found == {"client": {"client"}, "staff": {"staff"}, "both": {"client", "staff"}}


async def test_what_a_reader_may_not_know_is_not_in_the_answer(team: Team) -> None:
    path = f"/people/{(await team.coordinator.post('/people', ANA)).json()['id']}"
    names = {"id", "kind", "name", "pronouns", "archived", "version"}
    for visitor in (team.tech_host, team.clinician):
        assert set((await visitor.get(path)).json()) == names
    assert (await team.auditor.get(path)).json()["code"] == "person.unknown"
    for planner in (team.owner, team.admin, team.director, team.coordinator):
        assert (await planner.get(path)).json()["email"] == "ana@example.org"


async def test_two_who_change_the_same_person_do_not_overwrite_each_other(team: Team) -> None:
    path = f"/people/{(await team.coordinator.post('/people', ANA)).json()['id']}"
    missing = await team.admin.send("PATCH", path, json={"name": "A"})
    assert (missing.status_code, missing.json()["code"]) == (428, "version.missing")
    assert (await team.admin.change("PATCH", path, {"name": "A"}, 1)).status_code == 200
    late = await team.coordinator.change("PATCH", path, {"name": "B"}, 1)
    assert (late.status_code, late.json()["code"]) == (412, "version.other")
    odd = await team.coordinator.change("PATCH", path, {"name": "B"}, "one")
    assert odd.status_code == 412


async def test_a_repeated_creation_creates_once(team: Team) -> None:
    key = {"idempotency-key": "form-0001"}
    first = await team.coordinator.post("/people", ANA, **key)
    again = await team.coordinator.post("/people", ANA, **key)
    assert (again.status_code, again.json(), again.headers["etag"]) == (201, first.json(), '"1"')
    other = await team.coordinator.post("/people", {**ANA, "name": "Eva"}, **key)
    assert (other.status_code, other.json()["code"]) == (409, "repeat.other_request")
    assert len((await team.coordinator.get("/people")).json()["items"]) == 1


TOO_LONG = {
    "name": 100, "legal_name": 200, "pronouns": 40, "email": 254, "phone": 40, "time_zone": 64,
}  # fmt: skip
BAD: list[tuple[dict[str, Any], dict[str, str]]] = [
    *(({field: "x" * (limit + 1)}, {field: "form.string_too_long"}) for field, limit in TOO_LONG.items()),
    ({"name": "  "}, {"name": "field.required"}),
    ({"name": "A\u202eb"}, {"name": "field.bidi"}),
    ({"name": "A\u2066b"}, {"name": "field.bidi"}),
    ({"name": "A\x00b"}, {"name": "form.characters"}),
    ({"name": "A\x01b"}, {"name": "field.control"}),
    ({"legal_name": "A\nb"}, {"legal_name": "field.control"}),
    ({"pronouns": "\u200d"}, {"pronouns": "field.control"}),
    ({"email": "nobody"}, {"email": "field.email"}),
    ({"email": "a@b@c.org"}, {"email": "field.email"}),
    ({"email": ""}, {"email": "field.required"}),
    ({"phone": "12"}, {"phone": "field.phone"}),
    ({"phone": "+1 555"}, {"phone": "field.phone"}),
    ({"time_zone": "Mars/Base"}, {"time_zone": "field.time_zone"}),
    ({"time_zone": "../etc/passwd"}, {"time_zone": "field.time_zone"}),
    ({"languages": []}, {"languages": "form.too_short"}),
    ({"languages": ["en"] * 9}, {"languages": "form.too_long"}),
    ({"languages": ["en", "x!"]}, {"languages": "field.language"}),
    ({"languages": ["a" * 13]}, {"languages.0": "form.string_too_long"}),
    ({"address": {"country": "USA"}}, {"address.country": "form.string_too_long"}),
    ({"address": {"country": "1"}}, {"address.country": "field.country"}),
    ({"address": {"state": "ZZ"}}, {"address.state": "field.state"}),
    ({"address": {"line_1": "x" * 121}}, {"address.line_1": "form.string_too_long"}),
    ({"emergency_contact": {"name": "Rosa"}}, {"emergency_contact.phone": "field.required"}),
    ({"emergency_contact": {"phone": "+12025550123"}}, {"emergency_contact.name": "field.required"}),
    ({"reach": {"channel": "pigeon"}}, {"reach.channel": "form.enum"}),
    ({"reach": {"channel": "none", "safe_times": "always"}}, {"reach.safe_times": "field.safe_times"}),
    ({"reach": {"channel": "none", "safe_times": "x" * 1001}}, {"reach.safe_times": "form.string_too_long"}),
    ({"kind": "robot"}, {"kind": "form.literal_error"}),
    ({"diagnosis": "none"}, {"diagnosis": "form.extra_forbidden"}),
    (
        {"name": "", "phone": "1", "time_zone": "x"},
        {"name": "field.required", "phone": "field.phone", "time_zone": "field.time_zone"},
    ),
]


@pytest.mark.parametrize(("change", "wrong"), BAD)
async def test_everything_wrong_is_named_by_its_field(
    team: Team, change: dict[str, Any], wrong: dict[str, str]
) -> None:
    answer = await team.coordinator.post("/people", {**ANA, **change})
    assert answer.status_code == 422
    assert {one["field"]: one["code"] for one in answer.json()["errors"]} == wrong
    typed = [value for value in change.values() if isinstance(value, str) and len(value) > 3]
    assert not [value for value in typed if value in answer.text], "what was typed is not repeated"
    assert (await team.coordinator.get("/people")).json()["items"] == []


async def test_an_address_is_used_once(team: Team) -> None:
    await team.coordinator.post("/people", ANA)
    answer = await team.coordinator.post("/people", {**ANA, "email": "ANA@EXAMPLE.ORG"})
    assert answer.json()["errors"] == [{"field": "email", "code": "field.taken"}]


async def test_people_are_found_as_one_types_page_by_page(clinic: Clinic, team: Team) -> None:
    for number in range(7):
        await clinic.client(f"Ána 李 {number}")
    await clinic.client("Ben")
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await team.coordinator.get("/people", q="an 李", limit=3, **cursor)).json()
        seen += [one["name"] for one in page["items"]]
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert seen == [f"Ána 李 {number}" for number in range(7)]


async def test_a_name_of_any_length_and_script_can_end_a_page(clinic: Clinic, team: Team) -> None:
    for sign in ("李", "\U00020bb7", "ﷺ"):
        await clinic.client(sign * 100)
        await clinic.client(sign * 100)
    seen = 0
    cursor: dict[str, str] = {}
    while True:
        answer = await team.coordinator.get("/people", limit=1, **cursor)
        assert answer.status_code == 200
        seen += len(answer.json()["items"])
        if answer.json()["next"] is None:
            break
        cursor = {"cursor": answer.json()["next"]}
    assert seen == 6


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"q": "x" * 101}, 422),
        ({"limit": 0}, 422),
        ({"limit": 201}, 422),
        ({"kind": "robot"}, 422),
        ({"cursor": "nonsense"}, 400),
        ({"q": "\0"}, 422),
    ],
)
async def test_odd_searches_are_refused_or_find_what_they_say(
    team: Team, query: dict[str, Any], status: int
) -> None:
    assert (await team.coordinator.get("/people", **query)).status_code == status


async def test_a_search_takes_a_bounded_number_of_queries(clinic: Clinic, team: Team) -> None:
    counts = []
    for more in (1, 40):
        for number in range(more):
            await clinic.client(f"Ana {number}")
        with CountedQueries(clinic.store.database) as queries:
            await team.admin.get("/people", q="ana")
        counts.append(queries.count)
    # Four to know who asks and to read; the rest append to the audit trail.
    assert counts[0] == counts[1] <= 12


async def test_two_records_become_one_after_a_try(clinic: Clinic, team: Team) -> None:
    keep, drop = await clinic.client("Ana"), await clinic.client("Anita", phone="+12025550123")
    body = {"keep": keep, "drop": drop, "dry_run": True, "choices": {"display_name": "drop"}}
    tried = (await team.admin.post("/people/merge", body)).json()
    assert {one["field"] for one in tried["fields"] if one["taken"] == "drop"} == {"display_name", "phone"}
    assert (await team.admin.get(f"/people/{keep}")).json()["name"] == "Ana"
    merged = await team.admin.post("/people/merge", {**body, "dry_run": False})
    assert merged.status_code == 200
    assert (await team.admin.get(f"/people/{keep}")).json()["name"] == "Anita"
    assert (await team.admin.get(f"/people/{drop}")).json()["merged_into"] == keep


async def test_whoever_is_archived_is_signed_out_at_once(clinic: Clinic, team: Team) -> None:
    assert (await team.tech_host.get("/people")).status_code == 200
    await team.admin.post(f"/people/{team.tech_host.person}/archive")
    answer = await team.tech_host.get("/people")
    assert (answer.status_code, answer.json()["code"]) == (401, "sign_in.needed")


async def test_reading_is_in_the_audit(clinic: Clinic, team: Team) -> None:
    ana = await clinic.client("Ana")
    await team.clinician.get(f"/people/{ana}")
    async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
        entries = [one.entry for one in await unit.audit.page() if one.entry.action == "person.read"]
    assert [(one.actor, one.subjects) for one in entries] == [(team.clinician.person, (ana,))]
