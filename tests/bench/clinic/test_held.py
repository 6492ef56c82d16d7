"""The year before of some groups: everybody was there, and lost the connection once."""

from pathlib import Path

from app.access.programme.attendance.counted import counted_between
from app.persistence.clinic_store import Actor, ClinicStore
from app.persistence.encryption import InstallationKey
from bench.clinic.building import CLINIC, NOW, build_clinic
from bench.clinic.database import open_place
from bench.clinic.held import HELD_WEEKS
from bench.clinic.service import StandingClock, open_service
from bench.clinic.size import ClinicSize, DatabaseKind
from clinic.attendance.presence import whole_minutes

SIZE = ClinicSize(clients=16, clinicians=2, planners=1, cohorts=1, couples=1, individual=2)


async def test_a_group_met_three_times_a_week(tmp_path: Path) -> None:
    async with open_place(DatabaseKind.SQLITE) as place:
        store = ClinicStore(place.database, InstallationKey("the key of this installation, forty-two"))
        async with open_service(store, StandingClock(NOW), tmp_path) as service:
            built = await build_clinic(store, SIZE, StandingClock(NOW), service.services.notices)
        ((cohort, _, members),) = built.held
        async with store.read(CLINIC, Actor("operator"), NOW) as unit:
            since = NOW.replace(year=NOW.year - 2)
            held = [one for one in await counted_between(unit, since, NOW, cohort=cohort) if one.people]
        assert len(held) == 3 * HELD_WEEKS
        first = held[0].people[members[0]]
        # Three hours without ten minutes of break, and without ten away; both lie apart.
        assert whole_minutes(first.present) == 160
