"""A clinic, and the task that tells its systems."""

from collections.abc import AsyncIterator

import pytest

from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from tests.app.conftest import DATA_KEY
from tests.support.mail.webhooks import WebhookPlay
from tests.support.rooms.setups import START
from tests.support.service.clinics import open_clinic


@pytest.fixture
async def play(database: Database) -> AsyncIterator[WebhookPlay]:
    store = ClinicStore(database, InstallationKey(DATA_KEY))
    play = WebhookPlay(await open_clinic(store, "here", to_datetime(START)))
    yield play
    await play.close()
