import pytest

from tests.app.api.clinic.people.conftest import Team
from tests.support.service.clinics import Clinic


async def test_a_couple_is_made_changed_and_ended(clinic: Clinic, team: Team) -> None:
    ana, ben = await clinic.client("Ana"), await clinic.client("Ben")
    body, key = {"first": ana, "second": ben}, {"idempotency-key": "couple-1"}
    made = await team.coordinator.post("/couples", body, **key)
    assert (made.status_code, made.json()["cameras"], made.headers["etag"]) == (201, 1, '"1"')
    assert (await team.coordinator.post("/couples", body, **key)).json() == made.json()
    path = f"/couples/{made.json()['id']}"
    assert (await team.coordinator.get(path)).json() == made.json()
    changed = await team.coordinator.change("PATCH", path, {"cameras": 2}, 1)
    assert (changed.json()["cameras"], changed.headers["etag"]) == (2, '"2"')
    late = await team.admin.change("PATCH", path, {"cameras": 1}, 1)
    assert (late.status_code, late.json()["code"]) == (412, "version.other")
    assert (await team.coordinator.get(f"/people/{ana}")).json()["couple"]["partner"]["name"] == "Ben"
    ended = await team.coordinator.post(f"{path}/end")
    assert ended.json()["until"] is not None
    again = await team.coordinator.post(f"{path}/end")
    assert (again.status_code, again.json()["code"]) == (409, "people.couple_ended")
    assert (await team.coordinator.get("/couples")).json()["items"] == []


async def test_couples_are_listed_page_by_page(clinic: Clinic, team: Team) -> None:
    for name in ("Cleo", "Ana", "Bea"):
        first, second = await clinic.client(name), await clinic.client(f"{name}'s partner")
        await team.coordinator.post("/couples", {"first": first, "second": second})
    first_page = (await team.coordinator.get("/couples", limit=2)).json()
    assert [one["first"]["name"] for one in first_page["items"]] == ["Ana", "Bea"]
    second_page = (await team.coordinator.get("/couples", limit=2, cursor=first_page["next"])).json()
    assert [one["first"]["name"] for one in second_page["items"]] == ["Cleo"]
    assert second_page["next"] is None
    assert (await team.clinician.get("/couples")).json()["items"] == [], "none of theirs"


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"second": "pt_unknown"}, "second", "field.unknown"),
        ({"second": "nobody"}, "second", "form.string_pattern_mismatch"),
        ({"cameras": 3}, "cameras", "form.literal_error"),
        ({"since": "2026-01-01"}, "since", "form.extra_forbidden"),
    ],
)
async def test_what_is_wrong_is_named_by_its_field(
    clinic: Clinic, team: Team, body: dict[str, object], field: str, code: str
) -> None:
    ana, ben = await clinic.client("Ana"), await clinic.client("Ben")
    answer = await team.coordinator.post("/couples", {"first": ana, "second": ben, **body})
    assert answer.json()["errors"] == [{"field": field, "code": code}]


async def test_nobody_is_in_two_couples(clinic: Clinic, team: Team) -> None:
    ana, ben, eva = [await clinic.client(name) for name in ("Ana", "Ben", "Eva")]
    await team.coordinator.post("/couples", {"first": ana, "second": ben})
    answer = await team.coordinator.post("/couples", {"first": eva, "second": ana})
    assert (answer.status_code, answer.json()["code"]) == (409, "people.in_couple")
    alone = await team.coordinator.post("/couples", {"first": eva, "second": eva})
    assert alone.json()["code"] == "people.same_person"
