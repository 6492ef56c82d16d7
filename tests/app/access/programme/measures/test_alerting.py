"""A live room is told of an answer that cannot wait: who leads learns it, and of the partner nothing changes."""

from datetime import timedelta
from typing import Any

from app.access.programme.measures.alerting import raise_alert
from app.access.safety.follow_ups import mark_seen
from app.persistence.clinic_store import ClinicUnit
from app.persistence.unit_of_work import Database
from clinic.common.ids import PersonId, SignInId
from clinic.identity.access import Principal, PrincipalKind
from tests.support.schedule.ready_rooms import ANA, BEN, ROOM, Live, live
from tests.support.service.programme import NOON, TESTS

RIVERA = PersonId("pt_dr_rivera")


class NoMails:
    """Nobody has an address."""

    async def task_waiting(self, unit: ClinicUnit, person: PersonId, after: timedelta) -> None:
        return


def talks(one: Live, person: PersonId) -> list[str | None]:
    return [each.talk for each in one.reported() if each.person == person]


async def test_a_room_that_runs_is_told_at_once_and_told_again_once_somebody_has_it(sqlite: Database) -> None:
    async with live(sqlite) as one:
        programme = one.programme
        assert await one.registry.get(ROOM) is not None
        await one.told(2)
        async with programme.store.write(programme.clinic, TESTS, NOON) as unit:
            await raise_alert(unit, ANA, NoMails())
        one.reports.due(ROOM)
        await one.told(3)
        rivera = Principal(
            programme.clinic, RIVERA, PrincipalKind.STAFF, frozenset[Any](), SignInId("si_1"), NOON
        )
        async with programme.store.write(programme.clinic, TESTS, NOON) as unit:
            assert await mark_seen(unit, rivera, ANA)
        one.reports.due(ROOM)
        await one.told(4)
        assert talks(one, ANA) == [None, "due", "seen"]
        assert talks(one, BEN) == [None], "of the other nothing changes"


async def test_a_peer_who_hosts_alumni_is_told_nothing(sqlite: Database) -> None:
    async with live(sqlite, "alumni") as one:
        programme = one.programme
        async with programme.store.write(programme.clinic, TESTS, NOON) as unit:
            await raise_alert(unit, ANA, NoMails())
        assert {each.talk for each in (await one.judged()).values()} == {None}
