from dataclasses import replace

import pytest

from app.access.identity.ways.demo import access_demo_people, access_practice_room, sign_in_to_demo
from app.cli.demo.rooms import seed_demo
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.access import PrincipalKind
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import ADMIN, CLIENT, HERE, OWNER, THERE, add_clinic
from tests.support.sign_in.identity import visitor


async def test_in_the_demo_one_can_be_anybody_of_its_clinic(practice: WebService) -> None:
    await add_clinic(practice.store, practice.now, THERE)
    services = replace(practice.identity, demo_clinic=HERE)
    people = await access_demo_people(services, practice.now)
    assert {one.id for one in people} == {OWNER, ADMIN, CLIENT}
    for person, kind in ((OWNER, PrincipalKind.STAFF), (CLIENT, PrincipalKind.CLIENT)):
        started = await sign_in_to_demo(services, person, visitor(), practice.now)
        assert (started.caller.principal.person, started.caller.principal.kind) == (person, kind)
    for stranger in (PersonId(f"{OWNER}_{THERE}"), PersonId("pt_none")):
        with pytest.raises(Refused, match=r"person\.unknown"):
            await sign_in_to_demo(services, stranger, visitor(), practice.now)
    assert practice.notices.sent == []


async def test_the_practice_room_is_the_evening_group_at_its_facilitators_seat(practice: WebService) -> None:
    services = replace(practice.identity, demo_clinic=HERE)
    assert await access_practice_room(services, practice.now) is None, "no room is open yet"

    rooms = await seed_demo(practice.store.database, services.invitations, practice.now.timestamp())

    link = await access_practice_room(services, practice.now)
    assert link == services.pages.room(rooms[0].links[0].invitation)
    assert rooms[0].links[0].label == "Dr. Rivera"


async def test_outside_the_demo_there_is_none(practice: WebService) -> None:
    with pytest.raises(Refused, match=r"demo\.unknown"):
        await access_demo_people(practice.identity, practice.now)
    with pytest.raises(Refused, match=r"demo\.unknown"):
        await sign_in_to_demo(practice.identity, OWNER, visitor(), practice.now)
    with pytest.raises(Refused, match=r"demo\.unknown"):
        await access_practice_room(practice.identity, practice.now)
