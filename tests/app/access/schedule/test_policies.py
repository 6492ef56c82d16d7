"""A clinic's own policies within the limits, and the sessions to come that follow them."""

from clinic.identity.roles import StaffRole
from tests.support.schedule.world import MONDAY, World, codes
from tests.support.service.clinics import Visitor


async def director(world: World) -> Visitor:
    person = await world.clinic.staff("Iris Director", StaffRole.CLINICAL_DIRECTOR)
    return await world.clinic.sign_in(world.web, person)


async def test_every_kind_has_its_policy_with_defaults_and_limits(world: World) -> None:
    items = (await world.dana.get("/policies")).json()["items"]
    assert len(items) == 7
    group = next(each for each in items if each["kind"] == "group")
    assert (group["version"], group["chosen"], group["fields"]) == (0, {}, group["defaults"])
    limit = group["limits"]["max_people"]
    assert limit == {"low": 2.0, "high": 12.0, "whole": True, "optional": False, "options": None}
    assert group["limits"]["chat"]["options"] == ["off", "windows", "on"]


async def test_a_choice_holds_for_sessions_that_are_planned_from_then_on(world: World) -> None:
    iris = await director(world)
    chosen = {"fields": {"max_people": 2, "join_early_s": 300}}
    changed = await iris.change("PUT", "/policies/group", chosen, 0)
    assert (changed.json()["version"], changed.headers["etag"]) == (1, '"1"')
    assert changed.json()["fields"]["max_people"] == 2
    assert await world.refusal(attendees=world.people(*world.clients[2:5])) == "schedule.people"
    (session,) = await world.plan()
    assert session["opens_at"] == "2025-12-01T13:55:00Z"
    (longer,) = await world.plan(policy={"join_early_s": 600}, starts_local=f"{MONDAY}T12:00")
    assert longer["opens_at"] == "2025-12-01T16:50:00Z"


async def test_sessions_to_come_follow_a_new_choice_but_for_what_is_their_own(world: World) -> None:
    (session,) = await world.plan()
    (own,) = await world.plan(policy={"join_early_s": 600}, starts_local=f"{MONDAY}T12:00")
    (other,) = await world.plan(kind="individual", track="individual", starts_local=f"{MONDAY}T15:00")
    iris = await director(world)
    await iris.change("PUT", "/policies/group", {"fields": {"join_early_s": 1800.5}}, 0)
    moved = await world.get(session)
    assert (moved["opens_at"], moved["version"]) == ("2025-12-01T13:29:59.500000Z", 2)
    kept = await world.get(own)
    assert (kept["opens_at"], kept["version"]) == (own["opens_at"], 2)
    assert await world.get(other) == other


async def test_what_the_limits_do_not_allow_is_refused_field_by_field(world: World) -> None:
    iris = await director(world)
    wrong = {"fields": {"max_people": 13, "record": True, "observers": "notice", "chat": "on"}}
    assert codes(await iris.change("PUT", "/policies/group", wrong, 0)) == {
        ("policy.max_people", "policy.refused"),
        ("policy.record", "policy.refused"),
        ("policy.observers", "policy.refused"),
    }
    contradiction = {"fields": {"late_after_s": 600, "lock_after_s": 60}}
    assert codes(await iris.change("PUT", "/policies/group", contradiction, 0)) == {
        ("policy.lock_after_s", "policy.refused")
    }
    assert (await iris.get("/policies/group")).json()["version"] == 0


async def test_two_who_choose_at_once_do_not_overwrite_each_other(world: World) -> None:
    iris = await director(world)
    await iris.change("PUT", "/policies/group", {"fields": {"chat": "on"}}, 0)
    late = await iris.change("PUT", "/policies/group", {"fields": {}}, 0)
    assert (late.status_code, late.json()["code"]) == (412, "version.other")


async def test_policies_are_a_clinical_decision(world: World) -> None:
    refused = await world.coordinator.change("PUT", "/policies/group", {"fields": {}}, 0)
    assert (refused.status_code, refused.json()["code"]) == (403, "access.denied")
