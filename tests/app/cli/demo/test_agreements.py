"""In the demo one tap is enough, but for one client, who is asked for everything."""

from app.access.consents.due import due_items
from app.access.consents.versions import outlines
from app.cli.demo import world
from app.cli.demo.programme import CLINIC, seed_programme
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.repositories.schedule.listing import Span
from app.persistence.unit_of_work import Database
from clinic.common.ids import PersonId
from clinic.consents.documents import DocumentKind
from clinic.consents.due import Needs
from tests.app.conftest import DATA_KEY
from tests.support.service.programme import NOON

ONE_TAP = {DocumentKind.AGREEMENT: Needs.ACKNOWLEDGE}


async def test_all_have_signed_what_their_sessions_ask_for_but_one(sqlite: Database) -> None:
    store = ClinicStore(sqlite, InstallationKey(DATA_KEY))
    await seed_programme(store, NOON)
    async with store.read(CLINIC, Actor("system"), NOON) as unit:
        clients = [PersonId(each) for each in await demo_clients(store)]
        sessions = {each.id for each in await unit.appointments.to_come_of(clients, NOON)}
        versions, unsigned = await outlines(unit), set[PersonId]()
        for session in sorted(sessions)[:40]:
            for person, items in (
                await due_items(unit, session, dict.fromkeys(clients, "NY"), versions)
            ).items():
                if {each.version.key.kind: each.needs for each in items} != ONE_TAP:
                    unsigned.add(person)
        names = await unit.people.names(unsigned)
    assert [each.name for each in names.values()] == [world.UNSIGNED.split()[0]]


async def demo_clients(store: ClinicStore) -> list[str]:
    async with store.read(CLINIC, Actor("system"), NOON) as unit:
        listed = await unit.listing.page(Span(NOON, NOON.replace(month=4)), 200)
        return sorted({each.person for one in listed for each in one.appointment.people})
