"""Alerts are written with the room's log, and stay in their clinic, on both databases."""

from datetime import timedelta

from app.persistence.repositories.safety.alerts import Alert, find_pending
from app.runtime.clock import to_datetime
from clinic.common.ids import PersonId
from rooms.model.events import Event, HelpAcknowledged, HelpClosed, HelpSignalled, Recorded
from rooms.model.ids import PersonId as RoomPersonId
from tests.app.persistence.repositories.conftest import Clinics
from tests.support.rooms.setups import START
from tests.support.schedule.help import ALONE, SHARED, HelpScene, open_scene
from tests.support.service.clinics import Clinic

STEPS = ["signalled", "acknowledged", "closed"]


async def alerts_of(clinic: Clinic, viewer: str = "pt_none") -> list[Alert]:
    async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
        return await unit.alerts.since(to_datetime(START), "ended", PersonId(viewer), 10)


async def steps_of(clinic: Clinic, alert: str) -> list[str]:
    async with clinic.store.read(clinic.id, clinic.actor, clinic.now) as unit:
        return [step.step for step in (await unit.alerts.steps([alert]))[alert]]


async def play(scene: HelpScene, *events: Event) -> None:
    log = [Recorded(number, START + number, event) for number, event in enumerate(events, 1)]
    await scene.store.database.append([(scene.session, log)])


async def test_an_alert_is_stored_with_the_event_and_ends_with_it(clinics: Clinics) -> None:
    scene = await open_scene(clinics.here, START)
    therapist = RoomPersonId(scene.therapist)
    await play(
        scene,
        HelpSignalled(ALONE, RoomPersonId(scene.client), late=True),
        HelpSignalled(SHARED, None),
        HelpAcknowledged(SHARED, therapist),
        HelpClosed(SHARED, therapist),
        HelpSignalled(SHARED, None),
    )
    alone, again = await alerts_of(clinics.here)
    assert (alone.person, alone.late, alone.state) == (scene.client, True, "watching")
    assert (again.person, again.seat, again.ended_at) == (None, SHARED, None)
    assert await steps_of(clinics.here, alone.id) == ["signalled"]
    assert await steps_of(clinics.here, again.id) == ["signalled"]
    async with scene.store.database.transaction(writes=False) as session:
        pending = await find_pending(session, 10)
    assert len(pending) == 3
    assert {one.clinic for one in pending} == {clinics.here.id}
    (ended,) = {one.id for one in pending} - {alone.id, again.id}
    assert await steps_of(clinics.here, ended) == STEPS


async def test_another_clinic_sees_nothing_of_it(clinics: Clinics) -> None:
    scene = await open_scene(clinics.here, START)
    await play(scene, HelpSignalled(SHARED, None))
    (alert,) = await alerts_of(clinics.here)
    assert await alerts_of(clinics.there) == []
    there = clinics.there
    async with there.store.read(there.id, there.actor, there.now) as unit:
        assert await unit.alerts.find(alert.id) is None
        assert await unit.alerts.senders([alert]) == {alert.id: []}
        assert await unit.alerts.steps([alert.id]) == {alert.id: []}
        assert not await unit.safety.leads_now(scene.therapist, scene.client, to_datetime(START), timedelta())
    here = clinics.here
    async with here.store.read(here.id, here.actor, here.now) as unit:
        assert await unit.safety.leads_now(scene.therapist, scene.client, to_datetime(START), timedelta())
        assert not await unit.safety.leads_now(scene.client, scene.therapist, to_datetime(START), timedelta())


async def test_each_line_is_given_to_the_audit_trail_once(clinics: Clinics) -> None:
    scene = await open_scene(clinics.here, START)
    await play(scene, HelpSignalled(SHARED, None))
    (alert,) = await alerts_of(clinics.here)
    taken = []
    for _ in range(2):
        async with clinics.write() as unit:
            taken.append([line.step for line in await unit.alerts.take_unnoted(alert.id)])
    assert taken == [["signalled"], []]
