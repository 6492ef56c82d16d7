"""Sign-ins and tokens on both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from app.auth.one_time import hash_secret, make_secret
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.models.identity import AccountRow, ApiTokenRow
from app.persistence.models.people import PersonRow
from app.persistence.repositories.identity.sign_ins import (
    TOKEN_SEEN_EVERY,
    FoundSignIn,
    FoundToken,
    SignInLookup,
    StoredToken,
)
from app.persistence.unit_of_work import Database
from clinic.common.ids import PersonId, SignInId
from clinic.identity.access import Action, PrincipalKind
from clinic.identity.roles import StaffRole
from clinic.identity.sign_ins import SignInEvent, SignInState, end, prove
from tests.app.conftest import DATA_KEY
from tests.support.sign_in.accounts import ADMIN, CLIENT, HERE, OWNER, THERE, add_clinic, sign_in

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=4)
SYSTEM = Actor("system")
TOKEN = StoredToken(
    SignInId("to_1"), "Reports", frozenset({Action.SCHEDULE_READ}), NOW, NOW + timedelta(days=1), None
)
TOKEN_SECRET = make_secret()


@pytest.fixture
async def store(database: Database) -> ClinicStore:
    store = ClinicStore(database, InstallationKey(DATA_KEY))
    await add_clinic(store, NOW)
    await add_clinic(store, NOW, THERE)
    return store


async def look(store: ClinicStore, secret: str) -> FoundSignIn | None:
    hashed = hash_secret(secret)
    assert hashed is not None
    async with store.database.transaction(writes=False) as session:
        return await SignInLookup(session).find(hashed)


async def look_at_token(store: ClinicStore, now: datetime = NOW) -> FoundToken | None:
    async with store.database.transaction(writes=False) as session:
        return await SignInLookup(session).find_token(TOKEN_SECRET.hashed, now)


async def add_token(store: ClinicStore, person: PersonId = OWNER) -> None:
    async with store.write(HERE, SYSTEM, NOW) as unit:
        await unit.tokens.add(person, TOKEN, TOKEN_SECRET.hashed)


async def test_a_sign_in_is_found_by_its_secret_with_the_roles_of_today(store: ClinicStore) -> None:
    signed, secret = await sign_in(store, NOW, ADMIN)
    found = await look(store, secret)
    assert found is not None
    assert found.sign_in == signed
    assert found.principal.roles == {StaffRole.ADMIN}
    assert (found.principal.clinic, found.principal.sign_in, found.principal.proved_at) == (
        HERE,
        signed.id,
        NOW,
    )
    assert await look(store, make_secret().text) is None


@pytest.mark.parametrize(
    "change",
    [
        update(PersonRow).where(PersonRow.id == OWNER).values(archived_at=NOW),
        update(AccountRow).where(AccountRow.person_id == OWNER).values(disabled_at=NOW),
    ],
    ids=["archived", "disabled"],
)
async def test_a_cookie_or_token_of_whoever_may_not_sign_in_finds_nobody(
    store: ClinicStore, change: object
) -> None:
    _, secret = await sign_in(store, NOW, OWNER)
    await add_token(store)
    async with store.database.transaction(writes=True) as session:
        await session.execute(change)  # type: ignore[call-overload]
    assert await look(store, secret) is None
    assert await look_at_token(store) is None


async def test_nothing_brings_back_a_sign_in_that_has_ended(store: ClinicStore) -> None:
    signed, secret = await sign_in(store, NOW, OWNER)
    async with store.write(HERE, SYSTEM, LATER) as unit:
        assert await unit.sign_ins.keep(end(signed, SignInEvent.SIGNED_OUT, LATER))
        assert not await unit.sign_ins.keep(prove(signed, LATER))
    async with store.database.transaction(writes=True) as session:
        assert not await SignInLookup(session).see(replace(signed, seen_at=LATER))
    found = await look(store, secret)
    assert found is not None
    assert found.sign_in == end(signed, SignInEvent.SIGNED_OUT, LATER)


async def test_activity_is_remembered(store: ClinicStore) -> None:
    signed, secret = await sign_in(store, NOW, OWNER)
    async with store.database.transaction(writes=True) as session:
        assert await SignInLookup(session).see(replace(signed, seen_at=LATER))
    found = await look(store, secret)
    assert found is not None
    assert (found.sign_in.seen_at, found.sign_in.proved_at) == (LATER, NOW)


async def test_people_in_rooms_are_seen_in_what_has_not_idled_away(store: ClinicStore) -> None:
    _, awake = await sign_in(store, LATER, OWNER)
    _, asleep = await sign_in(store, NOW, OWNER)
    _, half = await sign_in(store, LATER, OWNER, second_factor=True)
    _, other = await sign_in(store, LATER, ADMIN)
    _, client = await sign_in(store, LATER, CLIENT)
    now = LATER + timedelta(minutes=1)
    async with store.database.transaction(writes=True) as session:
        await SignInLookup(session).see_people({OWNER, CLIENT}, PrincipalKind.STAFF, LATER, now)
    seen = [
        found.sign_in.seen_at
        for one in (awake, asleep, half, other, client)
        if (found := await look(store, one))
    ]
    assert seen == [now, NOW, LATER, LATER, LATER]


async def test_a_completed_sign_in_has_a_new_secret_and_the_old_one_is_worthless(store: ClinicStore) -> None:
    half, first = await sign_in(store, NOW, OWNER, second_factor=True)
    second = make_secret()
    async with store.write(HERE, SYSTEM, LATER) as unit:
        assert not await unit.sign_ins.any_of(OWNER)
        assert await unit.sign_ins.complete(prove(half, LATER), second.hashed)
        assert not await unit.sign_ins.complete(prove(half, LATER), make_secret().hashed)
        assert await unit.sign_ins.any_of(OWNER)
    assert await look(store, first) is None
    found = await look(store, second.text)
    assert found is not None
    assert (found.sign_in.state, found.sign_in.proved_at) == (SignInState.ACTIVE, LATER)


async def test_a_persons_sign_ins_are_listed_the_newest_first_without_the_ended(store: ClinicStore) -> None:
    first, _ = await sign_in(store, NOW, OWNER)
    second, _ = await sign_in(store, LATER, OWNER)
    ended, _ = await sign_in(store, LATER, OWNER)
    await sign_in(store, NOW, ADMIN)
    async with store.write(HERE, SYSTEM, LATER) as unit:
        await unit.sign_ins.keep(end(ended, SignInEvent.REVOKED, LATER))
        listed = await unit.sign_ins.of_person(OWNER)
        assert await unit.sign_ins.find(OWNER, first.id) == first
        assert await unit.sign_ins.find(ADMIN, first.id) is None
    assert [one.sign_in for one in listed] == [second, first]
    assert (listed[0].method, listed[0].device) == ("passkey", "Firefox, Linux")
    async with store.read(THERE, SYSTEM, NOW) as unit:
        assert await unit.sign_ins.of_person(OWNER) == []


async def test_all_of_a_person_end_but_the_one_that_asks(store: ClinicStore) -> None:
    here, _ = await sign_in(store, NOW, OWNER)
    there, secret = await sign_in(store, NOW, OWNER)
    _, other = await sign_in(store, NOW, ADMIN)
    async with store.write(HERE, SYSTEM, LATER) as unit:
        assert await unit.sign_ins.revoke_all(OWNER, LATER, but=here.id) == [there.id]
        assert [one.sign_in.id for one in await unit.sign_ins.of_person(OWNER)] == [here.id]
        assert await unit.sign_ins.revoke_all(OWNER, LATER) == [here.id]
    found, others = await look(store, secret), await look(store, other)
    assert found is not None
    assert (found.sign_in.state, found.sign_in.ended_by) == (SignInState.ENDED, SignInEvent.REVOKED)
    assert others is not None
    assert others.sign_in.state is SignInState.ACTIVE


async def test_a_token_acts_with_its_scopes_until_it_ends(store: ClinicStore) -> None:
    await add_token(store)
    found = await look_at_token(store)
    assert found is not None
    assert found.principal.scopes == {Action.SCHEDULE_READ}
    assert found.principal.roles == {StaffRole.OWNER, StaffRole.CLINICAL_DIRECTOR, StaffRole.CLINICIAN}
    assert (found.principal.person, found.principal.sign_in) == (OWNER, TOKEN.id)
    assert await look_at_token(store, TOKEN.expires_at - timedelta(seconds=1)) is not None
    assert await look_at_token(store, TOKEN.expires_at) is None


async def test_a_scope_that_no_longer_exists_is_no_scope(store: ClinicStore) -> None:
    await add_token(store)
    async with store.database.transaction(writes=True) as session:
        await session.execute(update(ApiTokenRow).values(scopes=["people.teleport", "people.read"]))
    found = await look_at_token(store)
    assert found is not None
    assert found.principal.scopes == {Action.PEOPLE_READ}


async def test_the_use_of_a_token_is_remembered_by_the_hour(store: ClinicStore) -> None:
    await add_token(store)
    found = await look_at_token(store)
    assert found is not None
    assert found.is_to_be_seen(NOW)
    async with store.database.transaction(writes=True) as session:
        await SignInLookup(session).see_token(TOKEN.id, NOW)
    found = await look_at_token(store)
    assert found is not None
    assert not found.is_to_be_seen(NOW + TOKEN_SEEN_EVERY - timedelta(seconds=1))
    assert found.is_to_be_seen(NOW + TOKEN_SEEN_EVERY)


async def test_tokens_are_listed_and_withdrawn_by_their_owner_alone(store: ClinicStore) -> None:
    await add_token(store)
    async with store.write(THERE, SYSTEM, NOW) as unit:
        assert await unit.tokens.withdraw(OWNER, NOW, TOKEN.id) == 0
    async with store.write(HERE, SYSTEM, NOW) as unit:
        assert await unit.tokens.of_person(OWNER, NOW) == [TOKEN]
        assert await unit.tokens.of_person(OWNER, TOKEN.expires_at) == []
        assert await unit.tokens.withdraw(ADMIN, NOW, TOKEN.id) == 0
        assert await unit.tokens.withdraw(OWNER, NOW, TOKEN.id) == 1
        assert await unit.tokens.withdraw(OWNER, NOW) == 0
        assert await unit.tokens.of_person(OWNER, NOW) == []
    assert await look_at_token(store) is None
