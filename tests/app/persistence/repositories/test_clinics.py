"""Clinics on both databases."""

from datetime import UTC, datetime

import pytest

from app.persistence.repositories.clinics import ClinicRepository
from app.persistence.unit_of_work import Database, WriteConflict
from clinic.common.ids import ClinicId

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
HERE, THERE = ClinicId("cl_here"), ClinicId("cl_there")


@pytest.fixture
async def clinics(database: Database) -> Database:
    async with database.transaction(writes=True) as session:
        for clinic, name in ((HERE, "Riverside"), (THERE, "Hillside")):
            await ClinicRepository(session).add(clinic, name, "America/New_York", "wrapped", NOW)
    return database


async def test_a_clinic_is_found_as_it_was_added(clinics: Database) -> None:
    async with clinics.transaction(writes=False) as session:
        found = await ClinicRepository(session).find(HERE)
        assert await ClinicRepository(session).find(ClinicId("cl_none")) is None
    assert found is not None
    assert (found.name, found.time_zone, found.data_key, found.settings, found.version) == (
        "Riverside",
        "America/New_York",
        "wrapped",
        {},
        1,
    )


async def test_all_are_listed_by_name(clinics: Database) -> None:
    async with clinics.transaction(writes=False) as session:
        assert [one.id for one in await ClinicRepository(session).all()] == [THERE, HERE]


async def test_two_clinics_cannot_have_one_id(clinics: Database) -> None:
    with pytest.raises(WriteConflict):
        async with clinics.transaction(writes=True) as session:
            await ClinicRepository(session).add(HERE, "Other", "UTC", "wrapped", NOW)


async def test_a_change_counts_once_for_the_version_it_was_made_for(clinics: Database) -> None:
    changed = {"name": "Riverside West", "time_zone": "America/Chicago", "settings": {"oidc": None}}
    async with clinics.transaction(writes=True) as session:
        assert await ClinicRepository(session).change(HERE, 1, **changed)
        assert not await ClinicRepository(session).change(HERE, 1, **changed)
    async with clinics.transaction(writes=False) as session:
        found = await ClinicRepository(session).find(HERE)
        other = await ClinicRepository(session).find(THERE)
    assert found is not None
    assert (found.name, found.settings, found.version) == ("Riverside West", {"oidc": None}, 2)
    assert other is not None
    assert (other.name, other.version) == ("Hillside", 1)


async def test_keys_are_replaced_for_one_clinic_alone(clinics: Database) -> None:
    async with clinics.transaction(writes=True) as session:
        before = await ClinicRepository(session).find(HERE)
        assert before is not None
        assert before.data_key is not None
        assert not await ClinicRepository(session).keep_keys(HERE, "of somebody else", "lost")
        assert await ClinicRepository(session).keep_keys(HERE, before.data_key, "wrapped anew")
    async with clinics.transaction(writes=False) as session:
        keys = {one.id: one.data_key for one in await ClinicRepository(session).all()}
    assert keys == {HERE: "wrapped anew", THERE: "wrapped"}
