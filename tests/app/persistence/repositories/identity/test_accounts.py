"""Accounts on both databases, with a second clinic beside."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text, update

from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.models.identity import AccountRow
from app.persistence.models.people import PersonRow
from app.persistence.repositories.identity.accounts import CLINICS_PER_ADDRESS, AccountLookup
from app.persistence.unit_of_work import Database
from clinic.common.ids import PersonId
from clinic.identity.access import PrincipalKind
from tests.app.conftest import DATA_KEY
from tests.support.sign_in.accounts import ADMIN, CLIENT, HERE, OWNER, THERE, add_clinic, address

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SYSTEM = Actor("system")
ELSEWHERE = PersonId(f"{OWNER}_{THERE}")


@pytest.fixture
async def store(database: Database) -> ClinicStore:
    store = ClinicStore(database, InstallationKey(DATA_KEY))
    await add_clinic(store, NOW)
    await add_clinic(store, NOW, THERE)
    return store


async def test_an_account_has_what_its_person_is_and_nothing_to_sign_in_with(store: ClinicStore) -> None:
    async with store.read(HERE, SYSTEM, NOW) as unit:
        account = await unit.accounts.find(OWNER)
    assert account is not None
    assert (account.clinic, account.person, account.kind) == (HERE, OWNER, PrincipalKind.STAFF)
    assert (account.name, account.email) == ("Owner", address(OWNER))
    assert account.email_hash == store.key.login_hash(address(OWNER))
    assert (account.password_hash, account.pin_hash, account.totp_secret) == (None, None, None)
    assert address(OWNER) not in repr(account)


async def test_people_of_another_clinic_are_not_found(store: ClinicStore) -> None:
    async with store.write(HERE, SYSTEM, NOW) as unit:
        assert await unit.accounts.find(ELSEWHERE) is None
        await unit.accounts.set_password(ELSEWHERE, "hash")
    async with store.read(THERE, SYSTEM, NOW) as unit:
        account = await unit.accounts.find(ELSEWHERE)
        assert account is not None
        assert account.password_hash is None


async def test_pin_and_totp_secret_come_back_and_are_encrypted_where_they_are_kept(
    store: ClinicStore,
) -> None:
    async with store.write(HERE, SYSTEM, NOW) as unit:
        await unit.accounts.set_pin(CLIENT, "hash of a PIN")
        await unit.accounts.set_totp(CLIENT, "TOTPSECRET", 7)
    async with store.read(HERE, SYSTEM, NOW) as unit:
        account = await unit.accounts.find(CLIENT)
        assert account is not None
        assert (account.pin_hash, account.totp_secret, account.totp_step) == (
            "hash of a PIN",
            "TOTPSECRET",
            7,
        )
        query = text("SELECT pin_hash, totp_secret FROM accounts WHERE person_id = :person")
        kept = (await unit.session.execute(query, {"person": CLIENT})).one()
    assert "hash" not in kept[0]
    assert "TOTP" not in kept[1]


async def test_a_step_is_used_once_and_none_before_it_is_used_later(store: ClinicStore) -> None:
    async with store.write(HERE, SYSTEM, NOW) as unit:
        await unit.accounts.set_totp(OWNER, "TOTPSECRET", None)
        assert await unit.accounts.use_totp_step(OWNER, 10)
        assert not await unit.accounts.use_totp_step(OWNER, 10)
        assert not await unit.accounts.use_totp_step(OWNER, 9)
        assert await unit.accounts.use_totp_step(OWNER, 11)


async def test_only_password_and_authenticator_together_are_enough(store: ClinicStore) -> None:
    enough = []
    async with store.write(HERE, SYSTEM, NOW) as unit:
        for change in (
            unit.accounts.set_password(OWNER, "hash"),
            unit.accounts.set_totp(OWNER, "TOTPSECRET", 1),
            unit.accounts.set_password(OWNER, None),
        ):
            await change
            unit.session.expire_all()
            account = await unit.accounts.find(OWNER)
            assert account is not None
            enough.append(account.has_password_and_totp)
    assert enough == [False, True, False]


@pytest.mark.parametrize(
    "change",
    [
        update(PersonRow).where(PersonRow.id == OWNER).values(archived_at=NOW),
        update(AccountRow).where(AccountRow.person_id == OWNER).values(disabled_at=NOW),
    ],
    ids=["archived", "disabled"],
)
async def test_whoever_may_not_sign_in_is_not_found(store: ClinicStore, change: object) -> None:
    async with store.database.transaction(writes=True) as session:
        await session.execute(change)  # type: ignore[call-overload]
    async with store.read(HERE, SYSTEM, NOW) as unit:
        assert await unit.accounts.find(OWNER) is None
        assert await unit.accounts.by_address(store.key.login_hash(address(OWNER))) is None
    async with store.database.transaction(writes=False) as session:
        assert await AccountLookup(session).by_address(store.key.login_hash(address(OWNER))) == []


async def test_an_address_finds_its_accounts_in_all_clinics_the_oldest_first(store: ClinicStore) -> None:
    shared = store.key.login_hash("Dana@Riverside.example ")
    for number, (clinic, person) in enumerate(((THERE, ELSEWHERE), (HERE, OWNER), (HERE, ADMIN))):
        async with store.write(clinic, SYSTEM, NOW) as unit:
            await unit.accounts.ensure(person, shared, NOW)
        async with store.database.transaction(writes=True) as session:
            made = update(AccountRow).where(AccountRow.person_id == person)
            await session.execute(made.values(created_at=NOW + timedelta(days=number)))
    async with store.database.transaction(writes=False) as session:
        found = await AccountLookup(session).by_address(store.key.login_hash("dana@riverside.example"))
    assert [(one.clinic, one.person) for one in found] == [(THERE, ELSEWHERE), (HERE, OWNER)]
    assert len(found) == CLINICS_PER_ADDRESS


async def test_an_account_that_is_there_keeps_its_credentials_when_it_is_ensured(store: ClinicStore) -> None:
    async with store.write(HERE, SYSTEM, NOW) as unit:
        await unit.accounts.set_password(OWNER, "hash")
        await unit.accounts.ensure(OWNER, store.key.login_hash("new@riverside.example"), NOW)
    async with store.read(HERE, SYSTEM, NOW) as unit:
        account = await unit.accounts.find(OWNER)
    assert account is not None
    assert account.password_hash == "hash"
    assert account.email_hash == store.key.login_hash("new@riverside.example")


async def test_a_providers_subject_is_bound_once(store: ClinicStore) -> None:
    subject = store.key.subject_hash("https://id.example", "dana")
    async with store.write(HERE, SYSTEM, NOW) as unit:
        assert await unit.accounts.by_subject(subject) is None
        assert await unit.accounts.bind_subject(OWNER, subject)
        assert not await unit.accounts.bind_subject(OWNER, bytes(32))
        found = await unit.accounts.by_subject(subject)
        assert found is not None
        assert found.person == OWNER
    async with store.read(THERE, SYSTEM, NOW) as unit:
        assert await unit.accounts.by_subject(subject) is None


async def test_an_address_of_a_client_is_no_address_of_staff(store: ClinicStore) -> None:
    async with store.read(HERE, SYSTEM, NOW) as unit:
        assert await unit.accounts.by_address(store.key.login_hash(address(CLIENT))) is None
        found = await unit.accounts.by_address(store.key.login_hash(address(ADMIN)))
    assert found is not None
    assert found.person == ADMIN


async def test_the_clinic_of_an_account_is_found(store: ClinicStore) -> None:
    async with store.database.transaction(writes=False) as session:
        lookup = AccountLookup(session)
        assert await lookup.clinic_of(ELSEWHERE) == THERE
        assert await lookup.clinic_of(PersonId("pt_none")) is None
