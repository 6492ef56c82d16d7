"""Requests about what is known of somebody before a session: who may, and what they do."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest

from app.api.clinic.safety.preparations import router
from clinic.identity.access import PERMISSIONS, Action
from clinic.identity.roles import StaffRole
from clinic.safety.preparation import PlaceSaid, SurroundingsSaid
from tests.app.conftest import WebService
from tests.clinic.safety.people_there import ALONE, OAK_STREET
from tests.support.schedule.prepared import Prepared
from tests.support.schedule.world import World, codes
from tests.support.service.clinics import Answer, Visitor

PLACE = {
    "address": "12 Oak Street",
    "unit": "Apt 3",
    "city": "Sacramento",
    "state": "CA",
    "postal_code": "95814",
    "kind": "home",
    "phone": "+19165550123",
}
WAIVED = {"hold": "licence", "reason": "supervisor"}


@dataclass(frozen=True)
class Ask:
    """A request below the path of one person's preparation."""

    method: str
    path: str
    body: Mapping[str, object] | None = None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


ASKS = (Ask("GET", ""), Ask("POST", "/confirm"), Ask("POST", "/waive", WAIVED), Ask("PUT", "/place", PLACE))


async def ask(who: Visitor, session: Prepared, one: Ask, version: int = 0, person: str = "") -> Answer:
    path = f"/appointments/{session.id}/preparations/{person or session.cleo}{one.path}"
    return await who.send(one.method, path, json=one.body, headers={"if-match": f'"{version}"'})


async def say(world: World, session: Prepared) -> None:
    async with world.clinic.store.write(world.clinic.id, world.clinic.actor, world.clinic.now) as unit:
        for said in (PlaceSaid(OAK_STREET), SurroundingsSaid(ALONE)):
            await unit.preparations.add(
                session.id, session.cleo, said, by=session.cleo, seat=session.cleos, now=world.clinic.now
            )


def test_every_route_is_tried() -> None:
    served = {(method, route.path) for route in router.routes for method in route.methods}  # type: ignore[attr-defined]
    assert served == {(one.method, f"{router.prefix}{one.path}") for one in ASKS}


@pytest.mark.parametrize("one", ASKS, ids=str)
async def test_only_those_who_lead_the_session_may(world: World, session: Prepared, one: Ask) -> None:
    for role in StaffRole:
        other = await world.clinic.sign_in(world.web, await world.clinic.staff(f"Some {role}", role))
        answer = await ask(other, session, one)
        unknown = role in (StaffRole.CLINICIAN, StaffRole.TECH_HOST)
        assert (Action.SESSIONS_HOST in PERMISSIONS[role]) >= unknown
        expected = (404, "appointment.unknown") if unknown else (403, "access.denied")
        assert (answer.status_code, answer.json()["code"]) == expected, role
    client = await world.clinic.sign_in_client(world.web, session.cleo)
    assert (await ask(client, session, one)).json()["code"] == "access.denied"


@pytest.mark.parametrize("one", ASKS, ids=str)
async def test_nobody_who_is_not_signed_in_and_no_other_site(
    world: World, session: Prepared, one: Ask
) -> None:
    stranger = Visitor(world.web, session.cleo, "no secret at all")
    assert (await ask(stranger, session, one)).json()["code"] == "sign_in.needed"
    if one.method != "GET":
        world.web.headers["origin"] = "https://elsewhere.example"
        assert (await ask(world.dana, session, one)).json()["code"] == "request.foreign_origin"


async def test_what_is_known_is_answered_with_its_version(world: World, session: Prepared) -> None:
    nothing = await ask(world.dana, session, ASKS[0])
    assert (nothing.headers["etag"], nothing.json()["place"]) == ('"0"', None)
    await say(world, session)
    found = await ask(world.dana, session, ASKS[0])
    assert found.headers["etag"] == '"2"'
    assert found.json() == {
        "name": "Cleo Marsh",
        "place": PLACE,
        "place_by": session.cleo,
        "confirmed": None,
        "surroundings": {"private": True, "headphones": True, "company": []},
        "accommodations": "",
        "documents": [{"kind": kind, "state": "signed"} for kind in ("agreement", "telehealth", "group")],
    }


async def test_an_address_is_confirmed_and_the_room_is_told(
    web_service: WebService, world: World, session: Prepared
) -> None:
    await say(world, session)
    late = await ask(world.dana, session, ASKS[1], version=1)
    assert (late.status_code, late.json()["code"]) == (412, "version.other")
    assert web_service.told == []
    confirmed = await ask(world.dana, session, ASKS[1], version=2)
    assert confirmed.json()["confirmed"]["by"] == world.dana.person
    assert web_service.told == [session.setup.id]


async def test_staff_enter_a_place_and_admit_anyway(
    web_service: WebService, world: World, session: Prepared
) -> None:
    wrong = Ask("PUT", "/place", PLACE | {"phone": "1"})
    assert codes(await ask(world.dana, session, wrong)) == {("phone", "field.phone")}
    entered = await ask(world.dana, session, ASKS[3])
    assert (entered.json()["place"], entered.json()["place_by"]) == (PLACE, world.dana.person)
    assert (await ask(world.dana, session, ASKS[2], version=1)).status_code == 200
    must_hold = Ask("POST", "/waive", {"hold": "driving", "reason": "safety"})
    refused = await ask(world.dana, session, must_hold, version=2)
    assert (refused.status_code, refused.json()["code"]) == (409, "preparation.must_hold")
    assert len(web_service.told) == 2


async def test_the_version_has_to_be_named(world: World, session: Prepared) -> None:
    path = f"/appointments/{session.id}/preparations/{session.cleo}/confirm"
    missing = await world.dana.send("POST", path)
    assert (missing.status_code, missing.json()["code"]) == (428, "version.missing")
