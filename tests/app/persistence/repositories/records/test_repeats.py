"""Kept answers on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.models.records.audit import IdempotencyRow
from app.persistence.repositories.records.repeats import KEPT_FOR, KeptAnswer, RepeatRepository
from app.persistence.unit_of_work import Database, WriteConflict
from tests.app.conftest import DATA_KEY
from tests.support.sign_in.accounts import ADMIN, HERE, OWNER, THERE, add_clinic

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
REQUEST, ANSWER = bytes(32), {"id": "pt_1"}


@pytest.fixture
async def clinics(database: Database) -> Database:
    store = ClinicStore(database, InstallationKey(DATA_KEY))
    await add_clinic(store, NOW)
    await add_clinic(store, NOW, THERE)
    async with database.transaction(writes=True) as session:
        await mine(session).keep("key-12345", REQUEST, ANSWER, NOW)
    return database


def mine(session: AsyncSession) -> RepeatRepository:
    return RepeatRepository(session, HERE, OWNER)


async def test_an_answer_is_kept_for_a_day(clinics: Database) -> None:
    async with clinics.transaction(writes=False) as session:
        assert await mine(session).find("key-12345", NOW + KEPT_FOR) == KeptAnswer(REQUEST, ANSWER)
        assert await mine(session).find("key-12345", NOW + KEPT_FOR + timedelta(seconds=1)) is None
        assert await mine(session).find("key-other", NOW) is None


async def test_a_key_belongs_to_one_person_of_one_clinic(clinics: Database) -> None:
    async with clinics.transaction(writes=False) as session:
        assert await RepeatRepository(session, HERE, ADMIN).find("key-12345", NOW) is None
        assert await RepeatRepository(session, THERE, OWNER).find("key-12345", NOW) is None


async def test_of_two_at_once_only_one_is_kept(clinics: Database) -> None:
    with pytest.raises(WriteConflict):
        async with clinics.transaction(writes=True) as session:
            await mine(session).keep("key-12345", REQUEST, {"id": "pt_2"}, NOW)


async def test_what_is_too_old_is_dropped_and_the_key_is_free_again(clinics: Database) -> None:
    later = NOW + KEPT_FOR + timedelta(seconds=1)
    async with clinics.transaction(writes=True) as session:
        await mine(session).keep("key-12345", REQUEST, {"id": "pt_2"}, later)
    async with clinics.transaction(writes=False) as session:
        assert await mine(session).find("key-12345", later) == KeptAnswer(REQUEST, {"id": "pt_2"})
        assert await session.scalar(select(func.count()).select_from(IdempotencyRow)) == 1
