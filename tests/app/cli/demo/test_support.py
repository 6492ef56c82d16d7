from sqlalchemy import func, select

from app.cli.demo.programme import CLINIC, seed_programme
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.models.programme.support import ActivityRow, PeerHostRow, PeerLinkRow, ResourceCardRow
from app.persistence.unit_of_work import Database
from tests.app.conftest import DATA_KEY
from tests.support.service.programme import NOON


async def test_the_demo_has_people_after_their_programme(sqlite: Database) -> None:
    store = ClinicStore(sqlite, InstallationKey(DATA_KEY))
    await seed_programme(store, NOON)
    async with store.read(CLINIC, Actor("system"), NOON) as unit:
        states = sorted(await unit.session.scalars(select(PeerLinkRow.state)))
        counts = [
            await unit.session.scalar(select(func.count()).select_from(table))
            for table in (ActivityRow, ResourceCardRow, PeerHostRow)
        ]
    assert states == ["mutual", "offered"]
    assert counts == [2, 5, 1]
