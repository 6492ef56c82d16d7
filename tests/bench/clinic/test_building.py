"""The invented clinic is one that the product knows: what it stores can be read, searched for and entered."""

from pathlib import Path

from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.repositories.people.search import PeopleFilter
from app.runtime.clock import to_datetime
from bench.clinic.building import CLINIC, NOW, NobodyMeets, build_clinic
from bench.clinic.database import open_place
from bench.clinic.people import client_fields
from bench.clinic.service import StandingClock, open_service
from bench.clinic.size import WEEKS, ClinicSize, DatabaseKind
from clinic.people.person import PersonKind

SIZE = ClinicSize(clients=16, clinicians=2, planners=1, cohorts=1, couples=1, individual=2)


async def test_everything_is_there(tmp_path: Path) -> None:
    clock = StandingClock(NOW)
    async with open_place(DatabaseKind.SQLITE) as place:
        store = ClinicStore(place.database, InstallationKey("the key of this installation, forty-two"))
        async with open_service(store, clock, tmp_path) as service:
            built = await build_clinic(store, SIZE, clock, service.services.notices)
        assert (len(built.clients), built.appointments) == (16, WEEKS * SIZE.weekly)
        async with store.read(CLINIC, Actor("operator"), to_datetime(clock.now())) as unit:
            person = await unit.people.find(built.clients[0])
            assert person is not None
            assert person.fields == client_fields(0), "what is encrypted is read as it was"
            found = await unit.search.find(PeopleFilter({PersonKind.CLIENT: True}, "an lop"), None, 10)
            assert built.clients[0] in {one.id for one in found}
            for session, _, appointments in built.series:
                assert len(appointments) == WEEKS
                listed = await unit.listing.find(appointments[-50:])
                assert all(each.appointment.begins > NOW for each in listed[-49:]), session
            mails = await unit.outbox.page_open(None, 10)
            assert mails, "people have been told of what comes near"
    assert await NobodyMeets().present("ss_1") == frozenset()
