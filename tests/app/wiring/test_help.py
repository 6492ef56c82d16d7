import asyncio

from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from app.runtime.outbound import Outbound
from app.runtime.settings import Settings
from app.wiring.help import build_help
from app.wiring.mail import build_mail
from clinic.safety.escalation import Outcome
from rooms.model.events import HelpSignalled
from rooms.model.ids import PersonId
from tests.app.conftest import DATA_KEY
from tests.support.rooms.fakes import FakeClock
from tests.support.rooms.setups import START
from tests.support.schedule.help import ALONE, FakeRooms, open_scene
from tests.support.service.clinics import open_clinic


async def test_a_page_leaves_through_the_mail_worker_and_the_room_is_told(sqlite: Database) -> None:
    store, clock, rooms = ClinicStore(sqlite, InstallationKey(DATA_KEY)), FakeClock(), FakeRooms(led=False)
    scene = await open_scene(await open_clinic(store, "here", to_datetime(START)), START)
    outbound = Outbound(allow_loopback=True)
    mail = build_mail(Settings(), store, clock, outbound)
    signals = build_help(Settings(), store, clock, rooms, mail, outbound)
    await scene.record(HelpSignalled(ALONE, PersonId(scene.client)), START)
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        running = [tasks.create_task(mail.worker.run()), tasks.create_task(signals.run())]
        await rooms.heard.wait()
        for task in running:
            task.cancel()
    assert rooms.told == [(ALONE, Outcome.SENT)]
    await outbound.close()
