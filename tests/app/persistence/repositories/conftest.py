"""Two clinics on either kind of database."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from app.persistence.clinic_store import ClinicStore, ClinicUnit
from app.persistence.encryption import InstallationKey
from app.persistence.unit_of_work import Database
from tests.app.conftest import DATA_KEY
from tests.support.service.clinics import Clinic, open_clinic

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)


@dataclass
class Clinics:
    """Two clinics in one installation."""

    here: Clinic
    there: Clinic

    @asynccontextmanager
    async def write(self, clinic: Clinic | None = None) -> AsyncIterator[ClinicUnit]:
        clinic = clinic or self.here
        async with clinic.store.write(clinic.id, clinic.actor, NOW) as unit:
            yield unit


@pytest.fixture
async def clinics(database: Database) -> Clinics:
    store = ClinicStore(database, InstallationKey(DATA_KEY))
    return Clinics(await open_clinic(store, "here", NOW), await open_clinic(store, "there", NOW))
