"""Passkeys and recovery codes on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.models.people import PersonRow
from app.persistence.repositories.identity.credentials import Passkey, PasskeyLookup, RecoveryCodeLookup
from app.persistence.unit_of_work import Database, WriteConflict
from clinic.common.ids import PersonId
from tests.app.conftest import DATA_KEY
from tests.support.sign_in.accounts import ADMIN, HERE, OWNER, THERE, add_clinic, address

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SYSTEM = Actor("system")
FIRST, SECOND = "aa" * 32, "bb" * 32


def passkey(number: int, person: PersonId = OWNER) -> Passkey:
    return Passkey(
        bytes([number]) * 16, HERE, person, b"key", 1, f"Key {number}", NOW + timedelta(hours=number), None
    )


@pytest.fixture
async def store(database: Database) -> ClinicStore:
    store = ClinicStore(database, InstallationKey(DATA_KEY))
    await add_clinic(store, NOW)
    await add_clinic(store, NOW, THERE)
    async with store.write(HERE, SYSTEM, NOW) as unit:
        for number in (2, 1):
            await unit.passkeys.add(passkey(number))
        await unit.recovery_codes.replace(OWNER, (FIRST, SECOND), NOW)
    return store


async def test_passkeys_are_listed_the_oldest_first(store: ClinicStore) -> None:
    async with store.read(HERE, SYSTEM, NOW) as unit:
        assert await unit.passkeys.of_person(OWNER) == [passkey(1), passkey(2)]
        assert await unit.passkeys.of_person(ADMIN) == []
    async with store.read(THERE, SYSTEM, NOW) as unit:
        assert await unit.passkeys.of_person(OWNER) == []


async def test_a_passkey_is_found_before_the_clinic_is_known(store: ClinicStore) -> None:
    async with store.database.transaction(writes=False) as session:
        assert await PasskeyLookup(session).find(passkey(1).id) == passkey(1)
        assert await PasskeyLookup(session).find(b"none") is None


async def test_a_passkey_of_somebody_archived_is_not_found(store: ClinicStore) -> None:
    async with store.database.transaction(writes=True) as session:
        await session.execute(update(PersonRow).where(PersonRow.id == OWNER).values(archived_at=NOW))
        assert await PasskeyLookup(session).find(passkey(1).id) is None


async def test_one_passkey_cannot_be_stored_twice(store: ClinicStore) -> None:
    with pytest.raises(WriteConflict):
        async with store.write(HERE, SYSTEM, NOW) as unit:
            await unit.passkeys.add(passkey(1, ADMIN))


async def test_of_two_uses_at_once_the_second_is_seen(store: ClinicStore) -> None:
    async with store.write(HERE, SYSTEM, NOW) as unit:
        assert await unit.passkeys.use(passkey(1), 2, NOW)
        assert not await unit.passkeys.use(passkey(1), 2, NOW)
        (used, _) = await unit.passkeys.of_person(OWNER)
    assert (used.sign_count, used.used_at) == (2, NOW)


async def test_a_passkey_is_removed_by_its_owner_alone(store: ClinicStore) -> None:
    async with store.write(THERE, SYSTEM, NOW) as unit:
        assert not await unit.passkeys.remove(OWNER, passkey(1).id)
    async with store.write(HERE, SYSTEM, NOW) as unit:
        assert not await unit.passkeys.remove(ADMIN, passkey(1).id)
        assert await unit.passkeys.remove(OWNER, passkey(1).id)
        assert await unit.passkeys.of_person(OWNER) == [passkey(2)]
        await unit.passkeys.remove_all(OWNER)
        assert await unit.passkeys.of_person(OWNER) == []


async def test_a_code_is_used_once(store: ClinicStore) -> None:
    async with store.write(HERE, SYSTEM, NOW) as unit:
        assert await unit.recovery_codes.count_unused(OWNER) == 2
        assert await unit.recovery_codes.use(OWNER, FIRST, NOW)
        assert not await unit.recovery_codes.use(OWNER, FIRST, NOW)
        codes = await unit.recovery_codes.find(OWNER)
        assert await unit.recovery_codes.count_unused(OWNER) == 1
    assert codes is not None
    assert (codes.made_at, codes.unused, codes.used) == (NOW, {SECOND}, {FIRST})


async def test_new_codes_replace_all_earlier_ones(store: ClinicStore) -> None:
    later = NOW + timedelta(days=1)
    async with store.write(HERE, SYSTEM, NOW) as unit:
        await unit.recovery_codes.use(OWNER, FIRST, NOW)
        await unit.recovery_codes.replace(OWNER, ("cc" * 32,), later)
        codes = await unit.recovery_codes.find(OWNER)
        assert codes is not None
        assert (codes.made_at, codes.unused, codes.used) == (later, {"cc" * 32}, frozenset())
        await unit.recovery_codes.replace(OWNER, (), later)
        assert await unit.recovery_codes.find(OWNER) is None


async def test_a_code_finds_its_owner_by_address_unless_there_is_a_password(store: ClinicStore) -> None:
    email = store.key.login_hash(address(OWNER))
    async with store.database.transaction(writes=False) as session:
        lookup = RecoveryCodeLookup(session)
        assert await lookup.find(email, FIRST) == (HERE, OWNER)
        assert await lookup.find(store.key.login_hash(address(ADMIN)), FIRST) is None
        assert await lookup.find(email, "cc" * 32) is None
    async with store.write(HERE, SYSTEM, NOW) as unit:
        await unit.recovery_codes.use(OWNER, FIRST, NOW)
        await unit.accounts.set_password(OWNER, "hash")
    async with store.database.transaction(writes=False) as session:
        assert await RecoveryCodeLookup(session).find(email, FIRST) is None
        assert await RecoveryCodeLookup(session).find(email, SECOND) is None
