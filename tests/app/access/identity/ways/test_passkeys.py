"""Passkeys where HTTP adds nothing."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.callers import find_caller
from app.access.identity.ways.passkeys import (
    MOST_PASSKEYS,
    add_passkey,
    check_passkey,
    keep_use,
    new_passkey_options,
    passkey_id,
    passkey_options,
    sign_in_by_passkey,
)
from app.persistence.clinic_store import Actor
from app.persistence.repositories.identity.credentials import Passkey
from clinic.common.errors import Refused
from clinic.common.ids import ClinicId, PersonId
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import ADMIN, HERE, OWNER, sign_in
from tests.support.sign_in.authenticator import SoftAuthenticator, Wrong
from tests.support.sign_in.identity import PUBLIC_URL, add_passkey_for, visitor


async def test_a_copy_that_is_used_at_the_same_moment_is_refused(practice: WebService) -> None:
    authenticator = await add_passkey_for(practice.identity, OWNER, practice.now)
    options = await passkey_options(practice.identity, "b" * 24, practice.now)
    passkey, used = await check_passkey(
        practice.identity, authenticator.get(options), f"browser:{'b' * 24}", practice.now
    )
    async with practice.store.write(HERE, Actor(OWNER), practice.now) as unit:
        await keep_use(unit, passkey, used)
        with pytest.raises(Refused, match=r"passkey\.challenge"):
            await keep_use(unit, passkey, used)


async def test_a_passkey_that_names_another_account_is_refused(practice: WebService) -> None:
    authenticator = await add_passkey_for(practice.identity, OWNER, practice.now)
    options = await passkey_options(practice.identity, "b" * 24, practice.now)
    forged = authenticator.get(options, Wrong(handle=ADMIN.encode()))
    with pytest.raises(Refused, match=r"passkey\.owner"):
        await sign_in_by_passkey(practice.identity, forged, visitor(), practice.now)


async def test_without_passkeys_at_this_address_everything_about_them_is_refused(
    practice: WebService,
) -> None:
    services = replace(practice.identity, passkeys=None)
    with pytest.raises(Refused, match=r"passkey\.unavailable"):
        await passkey_options(services, "b" * 24, practice.now)
    with pytest.raises(Refused, match=r"passkey\.unavailable"):
        await sign_in_by_passkey(services, {}, visitor(), practice.now)


async def test_no_authenticator_gets_a_second_passkey_and_nobody_more_than_a_score(
    practice: WebService,
) -> None:
    for _ in range(MOST_PASSKEYS - 1):
        await add_passkey_for(practice.identity, OWNER, practice.now)
    _, secret = await sign_in(practice.store, practice.now, OWNER)
    caller = await find_caller(practice.store, secret, practice.now, in_live_room=lambda _person: False)
    for number in (0, 1):
        options = await new_passkey_options(practice.identity, caller)
        assert len(options["excludeCredentials"]) == MOST_PASSKEYS - 1 + number
        credential = SoftAuthenticator(PUBLIC_URL).create(options)
        if number == 0:
            await add_passkey(practice.identity, caller, credential, "The last")
        else:
            with pytest.raises(Refused, match=r"passkey\.too_many"):
                await add_passkey(practice.identity, caller, credential, "One more")


@given(st.binary(min_size=1, max_size=1023))
def test_a_passkeys_id_fits_into_an_address(credential: bytes) -> None:
    passkey = Passkey(credential, ClinicId("cl_a"), PersonId("pt_a"), b"", 0, "", None, None)  # type: ignore[arg-type]
    text = passkey_id(passkey)
    assert text.isascii()
    assert not set(text) & set("/+=?#")
