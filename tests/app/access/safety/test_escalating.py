from dataclasses import dataclass, field

import pytest
from sqlalchemy import update

from app.access.mail.pages import Pages
from app.access.safety.escalating import TOLD_WITHIN, Escalations
from app.access.safety.paging import Pager
from app.mail.delivery import DeliveryState, Reason
from app.persistence.clinic_store import Actor
from app.persistence.models.mail import OutboxRow
from app.persistence.models.people import PersonRow
from app.persistence.repositories.records.audit import AuditFilter
from app.persistence.repositories.safety.alerts import Alert, AlertPage
from app.runtime.clock import to_datetime
from clinic.common.ids import PersonId
from clinic.safety.escalation import EscalationState, Outcome
from rooms.model.events import HelpAcknowledged, HelpClosed, HelpSignalled
from rooms.model.ids import PersonId as RoomPersonId
from tests.support.rooms.fakes import FakeClock
from tests.support.rooms.setups import START
from tests.support.schedule.help import ALONE, SHARED, FakeRooms, HelpScene


@dataclass
class Play:
    """A scene with the task, whose seconds the test lets pass."""

    scene: HelpScene
    rooms: FakeRooms = field(default_factory=FakeRooms)
    clock: FakeClock = field(default_factory=FakeClock)
    hurried: list[str] = field(default_factory=list)

    @property
    def task(self) -> Escalations:
        # A new one each time: nothing is kept in memory, so a restart changes nothing.
        pager = Pager(
            Pages("https://meet.example.org"),
            lambda: self.hurried.append("mail"),
            lambda: self.hurried.append("call"),
        )
        return Escalations(self.scene.store, self.clock, self.rooms, pager)

    async def until(self, second: float) -> None:
        """Let the task look every second until this one after the start, inclusive."""
        while self.clock.time < START + second:
            self.clock.time += 1
            await self.task.look()

    async def signal(self, seat: str = ALONE, *, late: bool = False) -> None:
        person = RoomPersonId(self.scene.client) if seat == ALONE else None
        await self.scene.record(HelpSignalled(seat, person, late), self.clock.time)
        await self.task.look()

    async def settle_mails(self, state: DeliveryState, reason: Reason | None = None) -> None:
        async with self.scene.store.write(
            self.scene.clinic.id, Actor("system"), self.scene.clinic.now
        ) as unit:
            await unit.session.execute(
                update(OutboxRow).values(state=state.value, reason=reason.value if reason else None)
            )

    async def paged(self) -> list[PersonId]:
        return [page.person for alert in await self.alerts() for page in await self._pages(alert.id)]

    async def alerts(self) -> list[Alert]:
        async with self.scene.store.read(
            self.scene.clinic.id, Actor("system"), self.scene.clinic.now
        ) as unit:
            return await unit.alerts.since(to_datetime(START), "none", self.scene.therapist, 10)

    async def _pages(self, alert: str) -> list[AlertPage]:
        async with self.scene.store.read(
            self.scene.clinic.id, Actor("system"), self.scene.clinic.now
        ) as unit:
            return await unit.alerts.pages(alert)

    async def timeline(self) -> list[tuple[float, str]]:
        async with self.scene.store.read(
            self.scene.clinic.id, Actor("system"), self.scene.clinic.now
        ) as unit:
            alerts = await unit.alerts.since(to_datetime(START), "none", self.scene.therapist, 10)
            steps = await unit.alerts.steps([alert.id for alert in alerts])
        return [(round(one.at.timestamp() - START), one.step) for alert in alerts for one in steps[alert.id]]

    async def actions(self) -> list[str]:
        async with self.scene.store.read(
            self.scene.clinic.id, Actor("system"), self.scene.clinic.now
        ) as unit:
            entries = await unit.audit.find(AuditFilter(), None, 100)
        return [entry.action for entry in reversed(entries) if entry.action.startswith("help.")]


@pytest.fixture
def play(scene: HelpScene) -> Play:
    return Play(scene)


async def test_nobody_is_paged_while_those_in_the_room_have_time(play: Play) -> None:
    await play.signal()
    await play.until(29)
    assert await play.paged() == []
    assert play.hurried == []


async def test_people_on_call_are_paged_in_order_and_then_the_director(play: Play) -> None:
    await play.signal()
    await play.until(30)
    assert await play.paged() == play.scene.on_call[:1]
    await play.until(60)
    assert await play.paged() == play.scene.on_call
    await play.until(90)
    assert await play.paged() == [*play.scene.on_call, play.scene.director]
    assert play.hurried == ["mail", "mail", "mail"]


async def test_a_restart_in_between_pages_nobody_twice_and_forgets_nobody(play: Play) -> None:
    await play.signal()
    await play.until(30)
    play.clock.time = START + 400
    await play.task.look()
    await play.task.look()
    assert await play.paged() == [*play.scene.on_call, play.scene.director]


async def test_where_nobody_leads_the_first_is_paged_at_once(play: Play) -> None:
    play.rooms.led = False
    await play.signal()
    assert await play.paged() == play.scene.on_call[:1]


async def test_whoever_acknowledges_in_the_room_ends_it(play: Play) -> None:
    await play.signal()
    await play.until(35)
    await play.scene.record(HelpAcknowledged(ALONE, RoomPersonId(play.scene.therapist)), play.clock.time)
    await play.until(200)
    assert await play.paged() == play.scene.on_call[:1]
    await play.scene.record(HelpClosed(ALONE, RoomPersonId(play.scene.therapist)), play.clock.time)
    await play.until(201)
    assert await play.timeline() == [(0, "signalled"), (30, "paged"), (35, "acknowledged"), (200, "closed")]
    assert await play.actions() == ["help.signalled", "help.paged", "help.acknowledged", "help.closed"]


async def test_the_room_is_told_that_the_page_went_out(play: Play) -> None:
    await play.signal()
    await play.until(31)
    assert play.rooms.told == []
    await play.settle_mails(DeliveryState.SENT)
    await play.until(32)
    assert play.rooms.told == [(ALONE, Outcome.SENT)]


async def test_the_room_is_told_at_once_that_no_mail_leaves(play: Play) -> None:
    await play.signal()
    await play.until(30)
    await play.settle_mails(DeliveryState.WAITING, Reason.SERVER_AWAY)
    await play.until(33)
    assert play.rooms.told == [(ALONE, Outcome.UNREACHED)]
    await play.settle_mails(DeliveryState.SENT)
    await play.until(34)
    assert play.rooms.told == [(ALONE, Outcome.UNREACHED), (ALONE, Outcome.SENT)]


async def test_nobody_answered_in_time_is_told_as_well(play: Play) -> None:
    await play.signal()
    await play.until(91)
    await play.settle_mails(DeliveryState.SENT)
    await play.until(151)
    assert play.rooms.told == [(ALONE, Outcome.SENT), (ALONE, Outcome.UNREACHED)]
    (alert,) = await play.alerts()
    assert alert.state == EscalationState.GIVEN_UP


async def test_a_clinic_without_anybody_on_call_says_so_as_soon_as_somebody_would_be_paged(
    play: Play,
) -> None:
    await play.scene.choose()
    async with play.scene.store.write(play.scene.clinic.id, Actor("system"), play.scene.clinic.now) as unit:
        await unit.roles.put(play.scene.director, [])
    await play.signal()
    await play.until(30)
    assert play.rooms.told == [(ALONE, Outcome.UNREACHED)]


async def test_a_room_that_does_not_run_is_told_when_it_does(play: Play) -> None:
    play.rooms.runs = False
    play.rooms.led = False
    await play.signal()
    await play.settle_mails(DeliveryState.SENT)
    await play.until(3)
    assert play.rooms.told == []
    play.rooms.runs = True
    await play.until(4)
    assert play.rooms.told == [(ALONE, Outcome.SENT)]


async def test_a_room_that_never_runs_again_is_given_up_after_a_day_of_work(play: Play) -> None:
    await play.scene.choose()
    play.rooms.runs = False
    await play.signal()
    play.clock.time += TOLD_WITHIN.total_seconds() + 1
    for _ in range(3):
        await play.task.look()
    play.clock.time += 100
    await play.task.look()
    play.rooms.runs = True
    await play.task.look()
    assert play.rooms.told == []


async def test_two_signals_at_once_are_two_escalations(play: Play) -> None:
    await play.signal()
    await play.until(10)
    await play.signal(SHARED)
    await play.scene.record(HelpAcknowledged(ALONE, RoomPersonId(play.scene.therapist)), play.clock.time)
    await play.until(39)
    assert await play.paged() == []
    await play.until(40)
    assert await play.paged() == play.scene.on_call[:1]


async def test_a_signal_that_is_sent_again_after_it_was_seen_is_a_new_escalation(play: Play) -> None:
    await play.signal()
    await play.scene.record(HelpAcknowledged(ALONE, RoomPersonId(play.scene.therapist)), play.clock.time)
    await play.until(5)
    await play.signal()
    await play.until(35)
    assert await play.paged() == play.scene.on_call[:1]
    assert len(await play.alerts()) == 2


async def test_from_a_shared_screen_either_may_have_sent_it(play: Play) -> None:
    await play.signal(SHARED)
    async with play.scene.store.read(play.scene.clinic.id, Actor("system"), play.scene.clinic.now) as unit:
        (alert,) = await play.alerts()
        assert (await unit.alerts.senders([alert]))[alert.id] == list(play.scene.couple)


async def test_somebody_on_call_without_an_address_keeps_nobody_waiting(play: Play) -> None:
    """The room is told at once that nobody was reached, the page rings for them all the same, and the next is paged."""
    scene = play.scene
    async with scene.store.write(scene.clinic.id, Actor("system"), scene.clinic.now) as unit:
        await unit.session.execute(
            update(PersonRow).where(PersonRow.id == scene.on_call[0]).values(email=None, email_hash=None)
        )
    await play.signal()
    await play.until(31)
    assert play.rooms.told == [(ALONE, Outcome.UNREACHED)]
    assert await play.paged() == scene.on_call[:1]
    assert play.hurried == []
    await play.until(60)
    assert await play.paged() == scene.on_call
    assert play.hurried == ["mail"]
    await play.settle_mails(DeliveryState.SENT)
    await play.until(61)
    assert play.rooms.told[-1] == (ALONE, Outcome.SENT)
