"""A clinic's transactions: scope, keys and the audit trail, on both databases."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnknown
from app.persistence.encryption import InstallationKey
from app.persistence.models.people import PersonRow
from app.persistence.models.records.audit import AuditRow
from app.persistence.repositories.clinics import ClinicRepository
from app.persistence.unit_of_work import Database
from clinic.common.ids import ClinicId
from clinic.records.audit import find_break

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HERE, THERE = ClinicId("cl_here"), ClinicId("cl_there")
RIVERA = Actor("pt_rivera", "si_1")


@pytest.fixture
async def store(database: Database) -> ClinicStore:
    """Two clinics with one person each."""
    store = ClinicStore(database, InstallationKey("the key of this installation, forty-two"))
    async with database.transaction(writes=True) as session:
        for clinic in (HERE, THERE):
            _, wrapped = store.key.new_clinic_keys()
            await ClinicRepository(session).add(clinic, clinic, "America/New_York", wrapped, NOW)
            session.add(PersonRow(id=f"pt_{clinic}", clinic_id=clinic, name=clinic))
    return store


async def test_notes_become_a_chain_that_is_whole(store: ClinicStore) -> None:
    for _ in range(3):
        async with store.write(HERE, RIVERA, NOW) as unit:
            unit.note("person.change", "pt_a", fields="phone")
            unit.note("person.read", "pt_b")
    async with store.read(HERE, RIVERA, NOW) as unit:
        entries = await unit.audit.page()
    assert find_break(entries) is None
    assert [entry.entry.number for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert (entries[0].entry.actor, entries[0].entry.sign_in) == ("pt_rivera", "si_1")
    assert entries[0].entry.facts == {"fields": "phone"}


async def test_what_is_read_is_noted_as_well(store: ClinicStore) -> None:
    async with store.read(HERE, RIVERA, NOW) as unit:
        unit.note("person.read", "pt_a")
    async with store.read(HERE, RIVERA, NOW) as unit:
        assert [entry.entry.action for entry in await unit.audit.page()] == ["person.read"]


async def test_a_change_that_fails_leaves_no_note(store: ClinicStore) -> None:
    async def fail() -> None:
        async with store.write(HERE, RIVERA, NOW) as unit:
            unit.note("person.change", "pt_a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with store.read(HERE, RIVERA, NOW) as unit:
        assert await unit.audit.page() == []


async def test_a_changed_entry_in_the_database_is_found(store: ClinicStore) -> None:
    async with store.write(HERE, RIVERA, NOW) as unit:
        for person in ("pt_a", "pt_b", "pt_c"):
            unit.note("person.read", person)
    async with store.database.transaction(writes=True) as session:
        await session.execute(update(AuditRow).where(AuditRow.number == 2).values(actor="pt_riverb"))
    async with store.read(HERE, RIVERA, NOW) as unit:
        assert find_break(await unit.audit.page()) == 2


async def test_each_clinic_has_its_own_chain(store: ClinicStore) -> None:
    for clinic in (HERE, THERE):
        async with store.write(clinic, RIVERA, NOW) as unit:
            unit.note("person.read", "pt_a")
    async with store.read(THERE, RIVERA, NOW) as unit:
        assert [entry.entry.number for entry in await unit.audit.page()] == [1]


async def test_an_unknown_clinic_is_refused(store: ClinicStore) -> None:
    with pytest.raises(ClinicUnknown):
        async with store.read(ClinicId("cl_none"), RIVERA, NOW):
            pass


async def test_keys_of_one_clinic_do_not_open_what_another_sealed(store: ClinicStore) -> None:
    async with store.read(HERE, RIVERA, NOW) as here, store.read(THERE, RIVERA, NOW) as there:
        assert here.keys.all != there.keys.all


@pytest.mark.postgres
async def test_a_forgotten_filter_shows_no_row_of_another_clinic(
    migrated_postgres_url: str,
) -> None:
    owner = Database.at(migrated_postgres_url)
    key = InstallationKey("the key of this installation, forty-two")
    async with owner.transaction(writes=True) as session:
        for clinic in (HERE, THERE):
            await ClinicRepository(session).add(clinic, clinic, "UTC", key.new_clinic_keys()[1], NOW)
            session.add(PersonRow(id=f"pt_{clinic}", clinic_id=clinic, name=clinic))
        for statement in (
            "CREATE ROLE attune_app LOGIN",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO attune_app",
        ):
            await _once(session, statement)
    await owner.close()
    database = Database.at(migrated_postgres_url.replace("//attune@", "//attune_app@"))
    store = ClinicStore(database, key)
    async with store.read(HERE, RIVERA, NOW) as unit:
        assert list(await unit.session.scalars(select(PersonRow.id))) == ["pt_cl_here"]
    async with database.transaction(writes=False) as session:
        everybody = list(await session.scalars(select(PersonRow.id).order_by(PersonRow.id)))
        assert everybody == ["pt_cl_here", "pt_cl_there"]
        await session.execute(text("SELECT set_config('attune.clinic', '', true)"))
        assert list(await session.scalars(select(PersonRow.id))) == []
    await database.close()


async def _once(session: AsyncSession, statement: str) -> None:
    """Roles belong to the whole server, which other tests share."""
    if statement.startswith("CREATE ROLE"):
        found = await session.scalar(text("SELECT 1 FROM pg_roles WHERE rolname = 'attune_app'"))
        if found:
            return
    await session.execute(text(statement))
