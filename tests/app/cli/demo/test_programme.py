from datetime import timedelta

from sqlalchemy import func, select

from app.cli.demo import world
from app.cli.demo.programme import CLINIC, seed_programme
from app.cli.demo.support import FORMER
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.models.people import CoupleRow, PersonRow
from app.persistence.models.schedule import AppointmentRow
from app.persistence.unit_of_work import Database
from tests.app.conftest import DATA_KEY
from tests.support.service.programme import NOON


async def test_the_demo_is_alive_whenever_it_is_started(sqlite: Database) -> None:
    store = ClinicStore(sqlite, InstallationKey(DATA_KEY))
    for later in (timedelta(), timedelta(minutes=1), timedelta(days=2, hours=7)):
        now = NOON + later
        await seed_programme(store, now)
        async with store.read(CLINIC, Actor("system"), now) as unit:
            people = await unit.session.scalar(select(func.count()).select_from(PersonRow))
            couples = await unit.session.scalar(select(func.count()).select_from(CoupleRow))
            opened = await unit.session.scalar(
                select(func.count())
                .select_from(AppointmentRow)
                .where(AppointmentRow.opens_at <= now, AppointmentRow.ends_at > now)
            )
        assert people == len(world.STAFF) + len(world.CLIENTS) + len(FORMER) == 52
        assert couples == 4
        assert opened
