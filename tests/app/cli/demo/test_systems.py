from app.cli.demo.programme import CLINIC, seed_programme
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.unit_of_work import Database
from clinic.identity.webhooks import WebhookState
from tests.app.conftest import DATA_KEY
from tests.support.service.programme import NOON


async def test_nothing_of_the_demo_is_sent_to_the_system_that_it_shows(sqlite: Database) -> None:
    store = ClinicStore(sqlite, InstallationKey(DATA_KEY))
    await seed_programme(store, NOON)
    async with store.read(CLINIC, Actor("system"), NOON) as unit:
        (system,) = await unit.webhooks.all()
    assert system.state is WebhookState.PAUSED
