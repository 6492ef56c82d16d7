import pytest

from app.access.callers import Caller, find_caller
from app.access.identity.own.me import end_own_sign_in
from app.access.identity.own.proofs import prove_by_password
from app.persistence.clinic_store import Actor
from clinic.common.errors import Refused
from clinic.identity.access import PROOF_LASTS
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import HERE, OWNER, sign_in
from tests.support.sign_in.identity import set_password

PASSWORD = "seventeen green kettles"


async def caller(practice: WebService) -> Caller:
    await set_password(practice.identity, OWNER, PASSWORD, practice.now)
    _, secret = await sign_in(practice.store, practice.now, OWNER)
    return await find_caller(practice.store, secret, practice.now, in_live_room=lambda _person: False)


async def test_a_proof_is_fresh_for_five_minutes_and_noted(practice: WebService) -> None:
    owner = await caller(practice)
    assert await prove_by_password(practice.identity, owner, PASSWORD) == practice.now + PROOF_LASTS
    async with practice.store.read(HERE, Actor("operator"), practice.now) as unit:
        (sealed,) = await unit.audit.page()
    assert (sealed.entry.action, sealed.entry.facts) == ("sign_in.prove", {"method": "password"})


async def test_a_proof_does_not_bring_back_a_sign_in_that_was_ended_meanwhile(
    practice: WebService,
) -> None:
    owner = await caller(practice)
    await end_own_sign_in(owner, owner.principal.sign_in)
    with pytest.raises(Refused, match=r"sign_in\.ended"):
        await prove_by_password(practice.identity, owner, PASSWORD)
    async with practice.store.read(HERE, Actor("operator"), practice.now) as unit:
        assert await unit.sign_ins.of_person(OWNER) == []
