from datetime import UTC, datetime

from sqlalchemy import func, select, update

from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.models.people import NameWordRow, PersonRow
from app.persistence.repositories.identity.founders import FounderRepository
from app.persistence.unit_of_work import Database
from clinic.identity.access import PrincipalKind
from clinic.ids import PersonId
from tests.app.conftest import DATA_KEY
from tests.support.sign_in.accounts import CLIENT, HERE, OWNER, THERE, add_clinic, address

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
DANA = PersonId("pt_dana")


async def test_a_founder_can_be_found_by_address_and_searched_by_name(database: Database) -> None:
    store = ClinicStore(database, InstallationKey(DATA_KEY))
    await add_clinic(store, NOW)
    async with store.write(HERE, Actor("operator"), NOW) as unit:
        founders = FounderRepository(unit.session, HERE, unit.keys)
        await founders.add(DANA, "dana.brook", "dana.brook@riverside.example", NOW)
        assert await founders.by_address("Dana.Brook@riverside.example") == DANA
        account = await unit.accounts.find(DANA)
        words = select(func.count()).where(NameWordRow.beginning == unit.keys.beginning("broo"))
        assert await unit.session.scalar(words) == 1
    assert account is not None
    assert (account.kind, account.email) == (PrincipalKind.STAFF, "dana.brook@riverside.example")


async def test_an_address_finds_staff_before_clients_and_also_the_archived(database: Database) -> None:
    store = ClinicStore(database, InstallationKey(DATA_KEY))
    await add_clinic(store, NOW)
    await add_clinic(store, NOW, THERE)
    async with store.write(HERE, Actor("operator"), NOW) as unit:
        founders = FounderRepository(unit.session, HERE, unit.keys)
        shared = update(PersonRow).where(PersonRow.id == CLIENT)
        await unit.session.execute(shared.values(email_hash=unit.keys.email_hash(address(OWNER))))
        archived = update(PersonRow).where(PersonRow.id == OWNER)
        await unit.session.execute(archived.values(archived_at=NOW))
        assert await founders.by_address(address(OWNER)) == OWNER
        assert await founders.by_address("nobody@riverside.example") is None
    async with store.read(THERE, Actor("operator"), NOW) as unit:
        assert await FounderRepository(unit.session, THERE, unit.keys).by_address(address(OWNER)) is None
