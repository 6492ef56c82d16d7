"""Asking people how they are: on the day, once, gently, and nobody who is treated again."""

from datetime import date, timedelta

from app.access.programme.support.asking import CheckInRounds
from app.access.programme.support.check_ins import plan_check_ins
from app.persistence.clinic_store import ClinicUnit
from app.runtime.ids import new_episode_id
from clinic.common.ids import PersonId, ProgramId
from clinic.programme.episodes import Episode
from clinic.programme.levels import LevelOfCare
from clinic.programme.programs import Program
from clinic.support.check_ins import CheckInState
from tests.app.access.conftest import NOW, Place
from tests.app.mail.outbox import Clock

TODAY = NOW.date()
PROGRAM = ProgramId("pg_1")


class Told:
    """Keeps whom somebody tells of their page."""

    def __init__(self) -> None:
        self.people: list[PersonId] = []

    async def own_page(self, unit: ClinicUnit, person: PersonId, *, at_most_daily: bool) -> bool:
        assert unit.actor.id == "system"
        assert not at_most_daily
        self.people.append(person)
        return True


async def discharged(place: Place, on: date, again: date | None = None) -> PersonId:
    """Return a client who was discharged on a day, with the check-ins of it; treated again from another day on."""
    ana = await place.clinic.client("Ana")
    async with place.write() as unit:
        if await unit.programme.program(PROGRAM) is None:
            await unit.programme.add_program(Program(PROGRAM, "Morning", LevelOfCare.ASAM_2_1, 540))
        for since, until in ((on - timedelta(days=60), on), *([(again, None)] if again else [])):
            episode = Episode(new_episode_id(), ana, PROGRAM, since, until, LevelOfCare.ASAM_2_1, 540)
            await unit.programme.add_episode(episode)
    async with place.write(NOW - timedelta(days=60)) as unit:
        await plan_check_ins(unit, ana, on)
    return ana


async def states(place: Place, client: PersonId) -> list[CheckInState]:
    async with place.write() as unit:
        return [one.state for one in await unit.aftercare.check_ins(client)]


async def test_somebody_is_asked_on_the_day_and_once(place: Place) -> None:
    ana, told = await discharged(place, TODAY - timedelta(days=7)), Told()
    rounds = CheckInRounds(place.clinic.store, told, Clock(NOW))
    await rounds.ask(NOW - timedelta(days=1))
    assert told.people == []
    for _ in range(2):
        await rounds.ask(NOW)
    assert told.people == [ana]
    assert await states(place, ana) == [CheckInState.ASKED, *[CheckInState.PLANNED] * 4]


async def test_whoever_is_treated_again_is_left_in_peace(place: Place) -> None:
    ana, told = await discharged(place, TODAY - timedelta(days=8), again=TODAY - timedelta(days=2)), Told()
    await CheckInRounds(place.clinic.store, told, Clock(NOW)).ask(NOW)
    assert told.people == []
    assert (await states(place, ana))[0] is CheckInState.STOPPED


async def test_nobody_catches_up_on_a_check_in_of_long_ago(place: Place) -> None:
    ana, told = await discharged(place, TODAY - timedelta(days=30)), Told()
    await CheckInRounds(place.clinic.store, told, Clock(NOW)).ask(NOW)
    assert told.people == [ana], "once, for the one that is due today"
    assert (await states(place, ana))[:2] == [CheckInState.STOPPED, CheckInState.ASKED]
