"""The mailbox: bounded, in order, processed in batches. Facts of presence are folded, never dropped."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import SeatId
from rooms.runtime import mailbox as subject
from rooms.runtime.actor import RoomActor
from rooms.runtime.mailbox import About, Fact, Mailbox, MailboxFull, Work
from rooms.state import MediaState
from tests.support.rooms.fakes import FakeClock, FakeViewer
from tests.support.rooms.held import HeldJournal, HeldRelay, Turnstile
from tests.support.rooms.setups import ANA_SEAT, BEN_SEAT, COUPLE_SEAT, STAFF_SEAT, THERAPIST, build_setup

ANA, BEN = SeatId("se_ana"), SeatId("se_ben")


def works(*seats: SeatId | None) -> list[Work]:
    return [Work(list, seat=seat) for seat in seats]


def filled(*waiting: Work) -> Mailbox:
    mailbox = Mailbox()
    for work in waiting:
        mailbox.put(work)
    return mailbox


async def test_waiting_items_are_taken_together_and_in_order() -> None:
    waiting = works(None, ANA, None, BEN)
    mailbox = filled(*waiting)
    assert list(map(id, await mailbox.take())) == list(map(id, waiting))
    assert len(mailbox) == 0


async def test_further_items_about_a_seat_wait_for_the_next_step() -> None:
    one, two, three, four = works(ANA, None, ANA, BEN)
    mailbox = filled(one, two, three, four)
    assert [len(await mailbox.take()) for _ in range(2)] == [2, 2]


async def test_a_step_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "TOGETHER_MAX", 2)
    mailbox = filled(*works(None, None, None))
    assert [len(await mailbox.take()) for _ in range(2)] == [2, 1]


async def test_the_room_sleeps_until_something_arrives() -> None:
    mailbox = Mailbox()
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        taking = tasks.create_task(mailbox.take())
        await asyncio.sleep(0)
        assert not taking.done()
        (work,) = works(None)
        mailbox.put(work)
        assert await taking == [work]
        again = tasks.create_task(mailbox.take())
        await asyncio.sleep(0)
        assert not again.done()
        again.cancel()


def test_commands_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "COMMANDS_MAX", 1)
    mailbox = filled(*works(None))
    with pytest.raises(MailboxFull):
        mailbox.put(Work(list))
    assert len(mailbox.drain()) == 1
    assert len(mailbox) == 0


async def test_an_item_is_answered_once_and_lapses_when_nobody_waits_for_it() -> None:
    done: asyncio.Future[object] = asyncio.get_running_loop().create_future()
    work = Work(list, lambda context: None, done)
    assert not work.lapsed
    work.answer(7)
    work.fail(Refused("room.busy"))
    assert done.result() == 7
    assert work.lapsed
    assert not Work(list, done=done).lapsed, "a command is done though nobody waits"


# Facts.


def fact(fact: Fact, seat: SeatId | None = None) -> Work:
    return Work(list, about=About(fact, seat))


@contextmanager
def narrow(mailbox_max: int, commands_max: int) -> Iterator[None]:
    """A mailbox that fills up quickly."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(subject, "MAILBOX_MAX", mailbox_max)
        patch.setattr(subject, "COMMANDS_MAX", commands_max)
        yield


def folded(*facts: Work) -> list[About | None]:
    """What remains of facts that arrive while the mailbox is full."""
    with narrow(1, 1):
        mailbox = filled(Work(list), *facts)
        return [work.about for work in mailbox.drain()][1:]


def test_a_later_fact_replaces_earlier_ones_about_the_same_seat() -> None:
    loss, other = About(Fact.LOSS, ANA), About(Fact.LOSS, BEN)
    assert folded(fact(*loss), fact(*other), fact(*loss)) == [other, loss]
    speaking, down = About(Fact.SPEAKING), About(Fact.RELAY)
    assert folded(fact(*speaking), fact(*down), fact(*speaking)) == [down, speaking]


def test_media_that_came_up_and_were_lost_are_reported_in_this_order() -> None:
    up, down = About(Fact.MEDIA_UP, ANA), About(Fact.MEDIA_DOWN, ANA)
    assert folded(fact(*up), fact(*down)) == [up, down]
    assert folded(fact(*down), fact(*up)) == [up]
    assert folded(fact(*up), fact(*down), fact(*up), fact(*down)) == [up, down]
    assert folded(fact(*down), fact(Fact.MEDIA_UP, BEN)) == [down, About(Fact.MEDIA_UP, BEN)]


async def test_folded_facts_come_in_order_and_before_any_later_command() -> None:
    with narrow(2, 2):
        first, second = works(ANA, BEN)
        mailbox = filled(first, second, fact(Fact.LOSS, ANA), fact(Fact.MEDIA_DOWN, BEN), fact(Fact.QUALITY))
        with pytest.raises(MailboxFull):
            mailbox.put(Work(list))
        told = [await mailbox.take() for _ in range(3)]
        assert [work.about and work.about.fact for step in told for work in step] == [
            None,
            None,
            Fact.LOSS,
            Fact.MEDIA_DOWN,
            Fact.QUALITY,
        ]
        assert not mailbox.is_folding
        mailbox.put(Work(list))


SEATS = (STAFF_SEAT, ANA_SEAT, BEN_SEAT, COUPLE_SEAT)


@dataclass
class FloodedRoom:
    """A room whose task is stopped while everything arrives at once, and the true state of its seats meanwhile."""

    actor: RoomActor
    turnstile: Turnstile
    tasks: asyncio.TaskGroup
    viewers: dict[SeatId, FakeViewer] = field(default_factory=dict)
    media: dict[SeatId, MediaState] = field(default_factory=lambda: dict.fromkeys(SEATS, MediaState.NONE))
    refused: list[str] = field(default_factory=list)

    async def settle(self) -> None:
        for _ in range(30):
            await asyncio.sleep(0)

    async def arrive(self, seat: SeatId) -> None:
        viewer = FakeViewer()
        try:
            await self.actor.attach(cmd.Attach(seat, mic=True, camera=True), viewer)
        except Refused as refused:
            self.refused.append(refused.code)
        else:
            self.viewers[seat] = viewer

    async def ask(self, number: int) -> None:
        try:
            await self.actor.do(cmd.SetDevices(THERAPIST, mic=bool(number % 2), camera=True))
        except Refused as refused:
            self.refused.append(refused.code)

    async def happen(self, what: str, seat: SeatId, number: int) -> None:
        match what:
            case "leaves" if seat in self.viewers:
                self.actor.detach(seat, self.viewers.pop(seat))
            case "comes" if seat not in self.viewers:
                self.tasks.create_task(self.arrive(seat))
            case "up" | "silent":
                self.media[seat] = MediaState.UP
                self.actor.media_up(seat)
                if what == "silent":
                    self.media[seat] = MediaState.LOST
                    self.actor.media_down(seat)
            case "down":
                if self.media[seat] is MediaState.UP:
                    self.media[seat] = MediaState.LOST
                self.actor.media_down(seat)
            case "speaks":
                self.actor.speaking(frozenset({seat}))
            case "asks":
                self.tasks.create_task(self.ask(number))
            case "step":
                self.turnstile.release()
        if what in ("comes", "asks", "step"):
            await self.settle()


async def flooded(story: list[tuple[str, SeatId]]) -> FloodedRoom:
    """Play the story over a full room whose task is stopped; return it when it has processed everything."""
    turnstile = Turnstile()
    turnstile.is_open = True
    actor = RoomActor(build_setup(), HeldJournal(turnstile), HeldRelay(turnstile), FakeClock())
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        live = FloodedRoom(actor, turnstile, tasks)
        running = tasks.create_task(actor.run())
        for seat in SEATS:
            await live.arrive(seat)
        await actor.do(cmd.AdmitAll(THERAPIST))
        turnstile.is_open = False
        with narrow(5, 3):
            tasks.create_task(live.ask(0))
            await live.settle()
            for number, (what, seat) in enumerate(story, 1):
                await live.happen(what, seat, number)
                assert len(actor._mailbox) <= 5 + 3 * len(SEATS) + 4, "what is folded is bounded"
            turnstile.open()
            while len(actor._mailbox) or actor._mailbox.is_folding:
                await live.settle()
            await live.settle()
        running.cancel()
    return live


WHAT = st.sampled_from(["leaves", "comes", "up", "silent", "down", "speaks", "asks", "step"])


@given(story=st.lists(st.tuples(WHAT, st.sampled_from(SEATS)), max_size=80))
@settings(max_examples=60, deadline=None)
def test_whatever_floods_the_mailbox_presence_is_correct_once_it_drains(
    story: list[tuple[str, SeatId]],
) -> None:
    live = asyncio.run(flooded(story))
    seats = live.actor._live.state.seats
    assert {seat: seats[seat].online for seat in SEATS} == {seat: seat in live.viewers for seat in SEATS}
    assert {seat: seats[seat].media for seat in SEATS} == live.media
    assert set(live.refused) <= {"room.busy"}


async def test_a_person_who_leaves_while_the_mailbox_is_full_does_not_remain_in_the_room() -> None:
    crowd = [("up", ANA_SEAT), *[("asks", STAFF_SEAT)] * 3, *[("down", BEN_SEAT)] * 5]
    live = await flooded([*crowd, ("asks", STAFF_SEAT), ("leaves", ANA_SEAT), ("down", ANA_SEAT)])
    assert live.refused == ["room.busy"] * len(live.refused) != []
    ana = live.actor._live.state.seats[ANA_SEAT]
    assert (ana.online, ana.media) == (False, MediaState.LOST)
