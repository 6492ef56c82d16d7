"""A clinic with four people, and another with one, on both databases."""

import pytest

from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.models.people import PersonRow
from app.persistence.repositories.clinics import ClinicRepository
from app.persistence.unit_of_work import Database
from tests.support.schedule.planned import ANA, BEN, DANA, ELENA, HERE, NOW, THERE, ZOE


@pytest.fixture
async def store(database: Database) -> ClinicStore:
    store = ClinicStore(database, InstallationKey("the key of this installation, forty-two"))
    people = {HERE: (ANA, BEN, DANA, ELENA), THERE: (ZOE,)}
    async with database.transaction(writes=True) as session:
        for clinic, ids in people.items():
            _, wrapped = store.key.new_clinic_keys()
            await ClinicRepository(session).add(clinic, clinic, "America/New_York", wrapped, NOW)
            session.add_all(
                PersonRow(
                    id=person,
                    clinic_id=clinic,
                    name=person[3:].title(),
                    kind="staff" if person in (DANA, ELENA) else "client",
                    sort_name=person[3:],
                )
                for person in ids
            )
    return store
