from datetime import timedelta

import pytest

from app.access.callers import Caller, find_caller, find_token_caller
from app.access.identity.own.tokens import access_tokens, make_token, withdraw_token
from clinic.common.errors import Refused
from clinic.common.ids import SignInId
from clinic.identity.access import Action, check
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import OWNER, sign_in


async def caller(practice: WebService) -> Caller:
    _, secret = await sign_in(practice.store, practice.now, OWNER)
    return await find_caller(practice.store, secret, practice.now, in_live_room=lambda _person: False)


async def test_a_token_acts_until_it_is_withdrawn_and_what_it_does_names_it(practice: WebService) -> None:
    owner = await caller(practice)
    token, secret = await make_token(owner, "Reports", frozenset({Action.PEOPLE_READ}), 30)
    assert token.expires_at == practice.now + timedelta(days=30)
    acting = await find_token_caller(practice.store, secret, practice.now)
    check(acting.principal, Action.PEOPLE_READ, practice.now)
    for beyond in (Action.PEOPLE_WRITE, Action.OWN_READ, Action.TOKENS_MANAGE):
        with pytest.raises(Refused, match=r"access\.denied"):
            check(acting.principal, beyond, practice.now)
    async with acting.write() as unit:
        unit.note("person.read", OWNER)
    async with owner.read() as unit:
        entries = [one.entry for one in await unit.audit.page()]
    assert [(entry.action, entry.sign_in) for entry in entries] == [
        ("token.make", owner.principal.sign_in),
        ("person.read", token.id),
    ]
    assert entries[0].facts == {"scopes": "people.read"}
    await withdraw_token(owner, token.id)
    assert await access_tokens(owner) == []
    with pytest.raises(Refused, match=r"token\.invalid"):
        await find_token_caller(practice.store, secret, practice.now)


async def test_an_unknown_token_cannot_be_withdrawn(practice: WebService) -> None:
    with pytest.raises(Refused, match=r"tokens\.unknown"):
        await withdraw_token(await caller(practice), SignInId("to_none"))
