"""A clinic's own rules, on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.models.people import PersonRow
from app.persistence.repositories.clinics import ClinicRepository
from app.persistence.repositories.schedule.clinic_rules import Holiday, StoredPolicy
from app.persistence.unit_of_work import Database
from tests.support.schedule.planned import ANA, CONTENT, DANA, HERE, NOW, THERE, at, plan, unit_of

CHRISTMAS = Holiday(date(2026, 12, 25), "Christmas")
NEW_YEAR = Holiday(date(2026, 1, 1), "New Year")


@pytest.fixture
async def store(database: Database) -> ClinicStore:
    store = ClinicStore(database, InstallationKey("the key of this installation, forty-two"))
    async with database.transaction(writes=True) as session:
        for clinic in (HERE, THERE):
            _, wrapped = store.key.new_clinic_keys()
            await ClinicRepository(session).add(clinic, clinic, "America/New_York", wrapped, NOW)
        for person in (ANA, DANA):
            session.add(PersonRow(id=person, clinic_id=HERE, name=person, sort_name=person))
    return store


async def test_holidays_are_replaced_whole_and_come_in_order(store: ClinicStore) -> None:
    async with unit_of(store) as unit:
        await unit.rules.put_holidays([CHRISTMAS, NEW_YEAR])
        assert await unit.rules.holidays() == [NEW_YEAR, CHRISTMAS]
        await unit.rules.put_holidays([replace(NEW_YEAR, name="Año Nuevo")])
    async with unit_of(store, THERE) as unit:
        await unit.rules.put_holidays([])
    async with unit_of(store) as unit:
        assert await unit.rules.holidays() == [Holiday(NEW_YEAR.day, "Año Nuevo")]


async def test_a_policy_is_replaced_in_its_own_clinic(store: ClinicStore) -> None:
    async with unit_of(store) as unit:
        await unit.rules.put_policy("group", StoredPolicy({"chat": "on"}, 1))
        await unit.rules.put_policy("group", StoredPolicy({"max_people": 8}, 2))
        assert await unit.rules.policies() == {"group": StoredPolicy({"max_people": 8}, 2)}
    async with unit_of(store, THERE) as unit:
        assert await unit.rules.policies() == {}


async def test_rooms_of_sessions_to_come_open_as_the_new_policy_says(store: ClinicStore) -> None:
    own = replace(at(7), content=replace(CONTENT, policy={"join_early_s": 60.0}))
    other = replace(at(9), content=replace(CONTENT, kind="individual"))
    await plan(store, at(5), own, other, at(12))
    async with unit_of(store) as unit:
        await unit.rules.renew_rooms("group", 1800.5, at(5).begins)
    async with unit_of(store, THERE) as unit:
        await unit.rules.renew_rooms("group", 0, NOW)
    async with unit_of(store) as unit:
        found = {each.id: each for each in await unit.appointments.to_come(at(5).series, NOW)}
    assert found["ss_5"] == at(5), "it has begun"
    assert found["ss_7"] == replace(own, version=2)
    assert found["ss_9"] == other
    opens = at(12).begins - timedelta(seconds=1800.5)
    assert found["ss_12"] == replace(at(12), opens=opens, version=2)
