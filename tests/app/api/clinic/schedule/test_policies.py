"""Policies on the wire."""

from clinic.identity.roles import StaffRole
from rooms.model.policy.limits import LIMITS
from rooms.model.policy.policy import RoomKind
from tests.support.schedule.world import World, codes


async def test_each_kind_answers_every_field_with_its_limit(world: World) -> None:
    for kind in RoomKind:
        answer = await world.dana.get(f"/policies/{kind.value}")
        found = answer.json()
        assert answer.headers["etag"] == '"0"'
        assert found["limits"].keys() == LIMITS[kind].keys()
        assert found["fields"].keys() >= found["limits"].keys()
        for name, limit in found["limits"].items():
            default = found["defaults"][name]
            if limit["options"] is not None:
                assert default in limit["options"], name
            elif default is not None:
                assert limit["low"] <= default <= limit["high"], name


async def test_a_kind_that_there_is_not_is_malformed(world: World) -> None:
    answer = await world.dana.get("/policies/party")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "kind")


async def test_a_choice_needs_the_version_that_was_seen_and_plain_values(world: World) -> None:
    person = await world.clinic.staff("Iris Director", StaffRole.CLINICAL_DIRECTOR)
    iris = await world.clinic.sign_in(world.web, person)
    missing = await iris.send("PUT", "/policies/group", json={"fields": {}})
    assert (missing.status_code, missing.json()["code"]) == (428, "version.missing")
    nested = await iris.change("PUT", "/policies/group", {"fields": {"chat": {"on": True}}}, 0)
    assert all(field.startswith("fields.chat") for field, _ in codes(nested))
