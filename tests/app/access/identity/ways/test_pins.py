"""PINs where HTTP adds nothing: doors of other times, and partners who share a seat."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.access.identity.ways.pins import PinDoor, prove_at_seat, sign_in_by_pin
from app.auth.one_time import make_secret
from app.persistence.clinic_store import Actor
from app.persistence.models.live.sessions import OccupantRow, SessionRow
from app.persistence.repositories.identity.links import NewLink
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.links import LinkPurpose, issue_link
from clinic.identity.lockout import NETWORK
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import CLIENT, HERE, add_person
from tests.support.sign_in.identity import set_pin, visitor

PIN = "738104"
PARTNER = PersonId("pt_partner")


@pytest.fixture
async def seat(practice: WebService) -> str:
    """The invitation of a seat that the client and their partner share."""
    await add_person(practice.store, practice.now, PARTNER)
    async with practice.store.database.transaction(writes=True) as session:
        await session.execute(update(SessionRow).values(clinic_id=HERE))
        for before, after in (("pt_elena", CLIENT), ("pt_finn", PARTNER)):
            sitting = update(OccupantRow).where(OccupantRow.person_id == before)
            await session.execute(sitting.values(person_id=after))
    for person in (CLIENT, PARTNER):
        await set_pin(practice.identity, person, PIN, practice.now)
    return practice.link("se_couple")


async def refusal(practice: WebService, door: PinDoor, person: PersonId = CLIENT, pin: str = PIN) -> str:
    with pytest.raises(Refused) as refused:
        await sign_in_by_pin(practice.identity, door, person, pin, visitor(), practice.now)
    return refused.value.code


async def test_partners_prove_themselves_one_after_the_other_without_taking_over_a_sign_in(
    practice: WebService, seat: str
) -> None:
    await prove_at_seat(practice.identity, seat, PARTNER, PIN, visitor(), practice.now)
    with pytest.raises(Refused, match=r"sign_in\.wrong"):
        await prove_at_seat(practice.identity, seat, CLIENT, "904417", visitor(), practice.now)
    async with practice.store.read(HERE, Actor("operator"), practice.now) as unit:
        assert await unit.sign_ins.of_person(PARTNER) == []


async def test_a_seats_link_names_only_those_who_sit_there(practice: WebService, seat: str) -> None:
    assert await refusal(practice, PinDoor(invitation=seat), PersonId("pt_ana")) == "link.invalid"
    assert await refusal(practice, PinDoor(invitation=practice.link("se_couple", 2))) == "link.invalid"
    assert await refusal(practice, PinDoor(invitation=practice.link("se_none"))) == "link.invalid"


async def test_a_seats_link_ends_with_its_session(practice: WebService, seat: str) -> None:
    practice.clock.time += timedelta(hours=3).total_seconds()
    assert await refusal(practice, PinDoor(invitation=seat)) == "link.invalid"


async def test_a_one_time_link_into_a_session_names_one_person(practice: WebService, seat: str) -> None:
    secret = make_secret()
    ends = practice.now + timedelta(hours=1)
    link = issue_link(HERE, CLIENT, LinkPurpose.SESSION, practice.now, session_ends_at=ends)
    async with practice.store.write(HERE, Actor("system"), practice.now) as unit:
        await unit.links.add([NewLink("ln_1", link, secret.hashed)])
    door = PinDoor(link=secret.text)
    for _ in range(2):
        started = await sign_in_by_pin(practice.identity, door, CLIENT, PIN, visitor(), practice.now)
        assert started.caller.principal.person == CLIENT
    assert await refusal(practice, door, PARTNER) == "link.invalid"
    assert await refusal(practice, PinDoor(link="x" * 65)) == "link.invalid"
    practice.clock.time = ends.timestamp()
    assert await refusal(practice, door) == "link.expired"


async def test_guesses_are_counted_for_each_person_of_a_seat_apart(practice: WebService, seat: str) -> None:
    door = PinDoor(invitation=seat)
    codes = [await refusal(practice, door, CLIENT, "904417") for _ in range(NETWORK.free + 1)]
    assert codes == ["sign_in.wrong"] * NETWORK.free + ["sign_in.wait"]
    started = await sign_in_by_pin(practice.identity, door, PARTNER, PIN, visitor(), practice.now)
    assert started.caller.principal.person == PARTNER


async def test_what_is_no_pin_is_not_looked_at(practice: WebService, seat: str) -> None:
    assert await refusal(practice, PinDoor(invitation=seat), CLIENT, "secret") == "pin.not_digits"
