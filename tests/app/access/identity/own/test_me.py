"""Other people's sign-ins; one's own are tested over HTTP."""

import pytest

from app.access.callers import Caller, find_caller
from app.access.identity.own.me import access_end_sign_ins, access_sign_ins_of, own_deadline, sign_out
from app.persistence.clinic_store import Actor
from clinic.errors import Refused
from clinic.identity.sign_ins import LONGEST, SignInEvent
from clinic.ids import PersonId
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import ADMIN, CLIENT, HERE, OWNER, sign_in


async def caller(practice: WebService, person: PersonId) -> Caller:
    _, secret = await sign_in(practice.store, practice.now, person)
    return await find_caller(practice.store, secret, practice.now, in_live_room=lambda _person: False)


async def test_an_administrator_sees_and_ends_a_clients_sign_ins_and_it_is_noted(
    practice: WebService,
) -> None:
    admin = await caller(practice, ADMIN)
    signed, secret = await sign_in(practice.store, practice.now, CLIENT)
    listed = await access_sign_ins_of(practice.identity, admin, CLIENT)
    assert [one.sign_in.id for one in listed] == [signed.id]
    assert await access_end_sign_ins(admin, CLIENT) == 1
    assert await access_sign_ins_of(practice.identity, admin, CLIENT) == []
    with pytest.raises(Refused, match=r"sign_in\.ended"):
        await find_caller(practice.store, secret, practice.now, in_live_room=lambda _person: True)
    async with admin.read() as unit:
        actions = [one.entry.action for one in await unit.audit.page()]
    assert actions == ["sign_in.read", "sign_in.end_all", "sign_in.read"]


async def test_what_idled_away_is_no_longer_listed(practice: WebService) -> None:
    await sign_in(practice.store, practice.now, CLIENT)
    practice.clock.time += 3600
    admin = await caller(practice, ADMIN)
    assert await access_sign_ins_of(practice.identity, admin, CLIENT) == []
    practice.in_rooms.add(CLIENT)
    assert len(await access_sign_ins_of(practice.identity, admin, CLIENT)) == 1


@pytest.mark.parametrize(
    ("who", "whose", "code"),
    [
        (ADMIN, OWNER, "roles.not_grantable"),
        (CLIENT, OWNER, "access.denied"),
        (ADMIN, PersonId("pt_none"), "person.unknown"),
    ],
)
async def test_nobody_manages_those_above_them(
    practice: WebService, who: PersonId, whose: PersonId, code: str
) -> None:
    asks = await caller(practice, who)
    with pytest.raises(Refused) as refused:
        await access_end_sign_ins(asks, whose)
    assert refused.value.code == code


async def test_in_a_live_room_only_the_greatest_age_ends_a_sign_in(practice: WebService) -> None:
    owner = await caller(practice, OWNER)
    assert own_deadline(practice.identity, owner).event is SignInEvent.IDLED
    practice.in_rooms.add(OWNER)
    found = own_deadline(practice.identity, owner)
    assert (found.event, found.ends_at) == (SignInEvent.TIMED_OUT, practice.now + LONGEST)


async def test_signing_out_also_ends_what_awaits_its_second_proof(practice: WebService) -> None:
    _, secret = await sign_in(practice.store, practice.now, OWNER, second_factor=True)
    for _ in range(2):
        await sign_out(practice.identity, secret, practice.now)
    await sign_out(practice.identity, "nobody's", practice.now)
    async with practice.store.read(HERE, Actor("operator"), practice.now) as unit:
        assert await unit.sign_ins.of_person(OWNER) == []
        assert [one.entry.action for one in await unit.audit.page()] == ["sign_in.end"]
