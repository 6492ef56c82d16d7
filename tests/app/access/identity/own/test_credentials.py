from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from app.access.callers import Caller, find_caller
from app.access.identity.own.credentials import confirm_totp, new_recovery_codes, new_totp
from clinic.common.errors import Refused
from clinic.identity.recovery import CODES
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import OWNER, address, sign_in
from tests.support.sign_in.identity import totp_code


async def caller(practice: WebService) -> Caller:
    _, secret = await sign_in(practice.store, practice.now, OWNER)
    return await find_caller(practice.store, secret, practice.now, in_live_room=lambda _person: False)


async def test_an_authenticator_lists_the_secret_by_service_and_address(practice: WebService) -> None:
    uri, secret = await new_totp(practice.identity, await caller(practice))
    parts = urlsplit(uri)
    assert unquote(parts.path) == f"/Attune:{address(OWNER)}"
    assert parse_qs(parts.query) == {"secret": [secret], "issuer": ["Attune"]}


async def test_only_the_newest_secret_of_the_same_sign_in_is_confirmed(practice: WebService) -> None:
    here, there = await caller(practice), await caller(practice)
    _, first = await new_totp(practice.identity, here)
    _, second = await new_totp(practice.identity, here)
    with pytest.raises(Refused, match=r"totp\.none"):
        await confirm_totp(practice.identity, there, totp_code(second, practice.now))
    with pytest.raises(Refused, match=r"totp\.wrong"):
        await confirm_totp(practice.identity, here, totp_code(first, practice.now))
    await confirm_totp(practice.identity, here, totp_code(second, practice.now))
    with pytest.raises(Refused, match=r"totp\.none"):
        await confirm_totp(practice.identity, here, totp_code(second, practice.now))


async def test_recovery_codes_are_stored_as_hashes_alone(practice: WebService) -> None:
    owner = await caller(practice)
    codes = await new_recovery_codes(owner)
    async with owner.read() as unit:
        stored = await unit.recovery_codes.find(OWNER)
    assert stored is not None
    assert len(codes) == len(stored.unused) == CODES
    assert not stored.unused & set(codes)
