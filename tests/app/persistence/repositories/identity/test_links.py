"""One-time links on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from app.auth.one_time import make_secret
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.models.people import PersonRow
from app.persistence.repositories.identity.links import LinkLookup, NewLink
from app.persistence.unit_of_work import Database
from clinic.identity.links import LinkPurpose, issue_link
from tests.app.conftest import DATA_KEY
from tests.support.sign_in.accounts import HERE, OWNER, THERE, add_clinic

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SYSTEM = Actor("system")
SECRET = make_secret()
INVITATION = issue_link(HERE, OWNER, LinkPurpose.INVITATION, NOW)


@pytest.fixture
async def store(database: Database) -> ClinicStore:
    store = ClinicStore(database, InstallationKey(DATA_KEY))
    await add_clinic(store, NOW)
    await add_clinic(store, NOW, THERE)
    async with store.write(HERE, SYSTEM, NOW) as unit:
        await unit.links.add([NewLink("ln_1", INVITATION, SECRET.hashed)])
    return store


async def test_a_link_is_found_by_its_secret_as_it_was_issued(store: ClinicStore) -> None:
    async with store.database.transaction(writes=False) as session:
        found = await LinkLookup(session).find(SECRET.hashed)
        assert await LinkLookup(session).find(make_secret().hashed) is None
    assert found is not None
    assert (found.id, found.link) == ("ln_1", INVITATION)


async def test_a_link_is_used_once_and_in_its_clinic_only(store: ClinicStore) -> None:
    async with store.write(THERE, SYSTEM, NOW) as unit:
        assert not await unit.links.use("ln_1", NOW)
    async with store.write(HERE, SYSTEM, NOW) as unit:
        assert await unit.links.use("ln_1", NOW)
        assert not await unit.links.use("ln_1", NOW)
    async with store.database.transaction(writes=False) as session:
        found = await LinkLookup(session).find(SECRET.hashed)
    assert found is not None
    assert found.link.used_at == NOW


async def test_a_withdrawn_link_cannot_be_used(store: ClinicStore) -> None:
    async with store.write(HERE, SYSTEM, NOW) as unit:
        assert await unit.links.withdraw_all(OWNER, [LinkPurpose.RESET], NOW) == 0
        assert await unit.links.withdraw_all(OWNER, [LinkPurpose.RESET, LinkPurpose.INVITATION], NOW) == 1
        assert await unit.links.withdraw_all(OWNER, [LinkPurpose.INVITATION], NOW) == 0
        assert not await unit.links.use("ln_1", NOW)


async def test_a_link_of_somebody_archived_is_not_found(store: ClinicStore) -> None:
    async with store.database.transaction(writes=True) as session:
        await session.execute(update(PersonRow).where(PersonRow.id == OWNER).values(archived_at=NOW))
        assert await LinkLookup(session).find(SECRET.hashed) is None


async def test_the_newest_link_for_a_purpose_is_known(store: ClinicStore) -> None:
    later = issue_link(HERE, OWNER, LinkPurpose.INVITATION, NOW + timedelta(minutes=1))
    async with store.write(HERE, SYSTEM, NOW) as unit:
        await unit.links.add([NewLink("ln_2", later, make_secret().hashed)])
        assert await unit.links.newest(OWNER, LinkPurpose.INVITATION) == later
        assert await unit.links.newest(OWNER, LinkPurpose.RESET) is None
