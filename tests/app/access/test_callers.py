"""Who calls, and how being here is remembered."""

from datetime import timedelta

import pytest

from app.access.callers import Caller, find_caller, find_token_caller, is_idle
from app.auth.one_time import make_secret
from app.persistence.clinic_store import Actor
from app.persistence.repositories.identity.sign_ins import TOKEN_SEEN_EVERY, StoredToken
from clinic.common.errors import Refused
from clinic.common.ids import SignInId
from clinic.identity.access import Action
from clinic.identity.sign_ins import IDLE_AFTER, LONGEST, SEEN_EVERY, SignInEvent, end
from tests.app.conftest import WebService
from tests.support.sign_in.accounts import CLIENT, HERE, OWNER, sign_in


async def find(practice: WebService, secret: str, *, active: bool = True, in_room: bool = False) -> Caller:
    return await find_caller(
        practice.store, secret, practice.now, in_live_room=lambda _person: in_room, active=active
    )


async def refusal(practice: WebService, secret: str) -> str:
    with pytest.raises(Refused) as refused:
        await find(practice, secret)
    return refused.value.code


async def seen_at(practice: WebService, person: str) -> list[object]:
    async with practice.store.read(HERE, Actor("system"), practice.now) as unit:
        return [one.sign_in.seen_at for one in await unit.sign_ins.of_person(person)]  # type: ignore[arg-type]


async def test_a_caller_acts_in_their_clinic_by_their_sign_in(practice: WebService) -> None:
    signed, secret = await sign_in(practice.store, practice.now, OWNER)
    caller = await find(practice, secret)
    async with caller.write() as unit:
        unit.note("person.read", CLIENT)
    async with caller.read() as unit:
        (sealed,) = await unit.audit.page()
    assert (sealed.entry.actor, sealed.entry.sign_in, unit.clinic.id) == (OWNER, signed.id, HERE)


@pytest.mark.parametrize("secret", ["", "x" * 43, "x" * 65, "é"])
async def test_a_secret_that_is_nobodys_finds_nobody(practice: WebService, secret: str) -> None:
    assert await refusal(practice, secret) == "sign_in.needed"


async def test_being_here_is_remembered_every_quarter_of_a_minute(practice: WebService) -> None:
    _, secret = await sign_in(practice.store, practice.now, OWNER)
    began = practice.now
    practice.clock.time += SEEN_EVERY.total_seconds() - 1
    await find(practice, secret)
    assert await seen_at(practice, OWNER) == [began]
    practice.clock.time += 1
    caller = await find(practice, secret)
    assert await seen_at(practice, OWNER) == [practice.now]
    assert caller.sign_in is not None
    assert caller.sign_in.seen_at == practice.now


async def test_what_a_page_asks_for_by_itself_is_not_remembered(practice: WebService) -> None:
    _, secret = await sign_in(practice.store, practice.now, OWNER)
    began = practice.now
    practice.clock.time += 600
    await find(practice, secret, active=False)
    assert await seen_at(practice, OWNER) == [began]


async def test_staff_and_clients_idle_out_after_their_own_times(practice: WebService) -> None:
    for person, kind in ((OWNER, "staff"), (CLIENT, "client")):
        signed, secret = await sign_in(practice.store, practice.now, person)
        limit = IDLE_AFTER[signed.kind].total_seconds()
        practice.clock.time += limit - 1
        assert (await find(practice, secret, active=False)).principal.kind == kind
        practice.clock.time += 1
        assert is_idle(signed, practice.now)
        assert await refusal(practice, secret) == "sign_in.idle"


async def test_a_live_room_keeps_idling_away_and_is_asked_only_then(practice: WebService) -> None:
    _, secret = await sign_in(practice.store, practice.now, OWNER)
    asked: list[str] = []

    async def look() -> None:
        await find_caller(
            practice.store,
            secret,
            practice.now,
            in_live_room=lambda person: asked.append(person) is None,
        )

    await look()
    assert asked == []
    practice.clock.time += 3600
    await look()
    assert asked == [OWNER]
    assert await seen_at(practice, OWNER) == [practice.now]


async def test_nobody_stays_longer_than_half_a_day_not_even_in_a_room(practice: WebService) -> None:
    _, secret = await sign_in(practice.store, practice.now, OWNER)
    practice.clock.time += LONGEST.total_seconds()
    with pytest.raises(Refused, match=r"sign_in\.ended"):
        await find(practice, secret, in_room=True)


async def test_a_sign_in_that_awaits_its_second_proof_calls_nothing(practice: WebService) -> None:
    _, secret = await sign_in(practice.store, practice.now, OWNER, second_factor=True)
    assert await refusal(practice, secret) == "sign_in.second_factor"


async def test_whoever_was_signed_out_stays_out(practice: WebService) -> None:
    signed, secret = await sign_in(practice.store, practice.now, OWNER)
    async with practice.store.write(HERE, Actor("system"), practice.now) as unit:
        await unit.sign_ins.keep(end(signed, SignInEvent.REVOKED, practice.now))
    practice.clock.time += 60
    assert await refusal(practice, secret) == "sign_in.ended"


async def test_a_token_acts_within_its_scopes_and_its_use_is_remembered(practice: WebService) -> None:
    secret = make_secret()
    ends = practice.now + timedelta(days=1)
    token = StoredToken(SignInId("to_1"), "x", frozenset({Action.PEOPLE_READ}), practice.now, ends, None)
    async with practice.store.write(HERE, Actor("system"), practice.now) as unit:
        await unit.tokens.add(OWNER, token, secret.hashed)
    first = practice.now
    caller = await find_token_caller(practice.store, secret.text, practice.now)
    assert (caller.principal.person, caller.sign_in) == (OWNER, None)
    assert caller.principal.scopes == {Action.PEOPLE_READ}
    practice.clock.time += TOKEN_SEEN_EVERY.total_seconds() - 1
    await find_token_caller(practice.store, secret.text, practice.now)
    async with caller.read() as unit:
        assert [one.used_at for one in await unit.tokens.of_person(OWNER, practice.now)] == [first]
    practice.clock.time = ends.timestamp()
    with pytest.raises(Refused, match=r"token\.invalid"):
        await find_token_caller(practice.store, secret.text, practice.now)
