import pytest

from app.access.callers import find_sign_in
from app.access.identity.starting import (
    Started,
    account_of,
    complete_sign_in,
    device_account,
    find_half_signed_in,
    signing_in,
    start_sign_in,
)
from app.persistence.clinic_store import Actor
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.sign_ins import SECOND_FACTOR_WITHIN, SignInState
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import CLIENT, HERE, OWNER
from tests.support.sign_in.identity import visitor


async def start(practice: WebService, *, second_factor: bool = False) -> Started:
    async with signing_in(practice.identity, HERE, OWNER, practice.now) as unit:
        account = await account_of(unit, OWNER)
        return await start_sign_in(
            practice.identity, unit, account, "passkey", visitor(), second_factor=second_factor
        )


async def actions(practice: WebService) -> list[str]:
    async with practice.store.read(HERE, Actor("operator"), practice.now) as unit:
        return [one.entry.action for one in await unit.audit.page()]


async def test_a_sign_in_is_noted_as_done_by_itself(practice: WebService) -> None:
    started = await start(practice)
    assert started.caller.sign_in is not None
    assert started.caller.sign_in.state is SignInState.ACTIVE
    async with practice.store.read(HERE, Actor("operator"), practice.now) as unit:
        (sealed,) = await unit.audit.page()
    assert (sealed.entry.action, sealed.entry.actor) == ("sign_in.start", OWNER)
    assert sealed.entry.sign_in == started.caller.principal.sign_in
    assert sealed.entry.facts == {"method": "passkey"}
    assert started.secret not in repr(started)


async def test_only_a_complete_sign_in_makes_the_device_known(practice: WebService) -> None:
    assert (await start(practice, second_factor=True)).device is None
    device = (await start(practice)).device
    assert device is not None
    known = visitor(**{device.name: device.value})
    key = practice.store.key.login_hash("owner@riverside.example").hex()
    assert known.device_id(practice.identity, key, practice.now) is not None


async def test_staff_are_known_by_their_address_and_clients_by_their_id(practice: WebService) -> None:
    async with practice.store.read(HERE, Actor("system"), practice.now) as unit:
        owner, client = await account_of(unit, OWNER), await account_of(unit, CLIENT)
        with pytest.raises(Refused, match=r"sign_in\.wrong"):
            await account_of(unit, PersonId("pt_none"))
    assert device_account(owner) == practice.store.key.login_hash("owner@riverside.example").hex()
    assert device_account(client) == CLIENT


async def test_a_half_signed_in_person_is_found_until_it_is_too_late(practice: WebService) -> None:
    half, whole = await start(practice, second_factor=True), await start(practice)
    found = await find_half_signed_in(practice.identity, half.secret, practice.now)
    assert found.sign_in.state is SignInState.SECOND_FACTOR
    late = practice.now + SECOND_FACTOR_WITHIN
    for secret, at in ((half.secret, late), (whole.secret, practice.now), ("", practice.now)):
        with pytest.raises(Refused, match=r"sign_in\.needed"):
            await find_half_signed_in(practice.identity, secret, at)
    assert await actions(practice) == ["sign_in.first_proof", "sign_in.start"]


async def test_a_sign_in_is_completed_once(practice: WebService) -> None:
    half = await start(practice, second_factor=True)
    found = await find_half_signed_in(practice.identity, half.secret, practice.now)

    async def complete() -> Started:
        async with practice.store.write(HERE, Actor(OWNER, found.sign_in.id), practice.now) as unit:
            account = await account_of(unit, OWNER)
            return await complete_sign_in(practice.identity, unit, found, account, "totp", visitor())

    done = await complete()
    with pytest.raises(Refused, match=r"sign_in\.needed"):
        await complete()
    assert await find_sign_in(practice.store, half.secret) is None
    again = await find_sign_in(practice.store, done.secret)
    assert again is not None
    assert again.sign_in.state is SignInState.ACTIVE
