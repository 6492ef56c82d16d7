"""Viewers: those who arrive during a step, fail, or give up. Nobody else notices any of it."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager

import pytest

from rooms.incremental import view_cache as view_cache_module
from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import SeatId
from rooms.runtime.actor import RoomActor
from rooms.runtime.audience import Change
from rooms.runtime.viewers import Arrival
from rooms.views.build import View
from tests.support.rooms.company import CO_SEAT, build_company
from tests.support.rooms.fakes import FakeClock, FakeViewer
from tests.support.rooms.held import HeldJournal, HeldRelay, Turnstile
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, BEN_SEAT, STAFF_SEAT, THERAPIST


class SlowRoom:
    """A room with every role, whose journal and relay are slow once the turnstile is shut."""

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self.tasks = tasks
        self.turnstile = Turnstile()
        self.turnstile.is_open = True
        self.journal, self.relay = HeldJournal(self.turnstile), HeldRelay(self.turnstile)
        self.clock = FakeClock()
        self.actor = RoomActor(build_company(), self.journal, self.relay, self.clock)
        self.running = tasks.create_task(self.actor.run())

    async def arrive(self, seat: SeatId, viewer: FakeViewer | None = None) -> FakeViewer:
        viewer = viewer or FakeViewer()
        await self.actor.attach(cmd.Attach(seat, mic=True, camera=True), viewer)
        return viewer

    def arriving(self, seat: SeatId) -> "tuple[asyncio.Task[FakeViewer], FakeViewer]":
        viewer = FakeViewer()
        return self.tasks.create_task(self.arrive(seat, viewer)), viewer

    async def settle(self) -> None:
        """Let everything run as far as it can."""
        for _ in range(20):
            await asyncio.sleep(0)

    async def online(self, seat: SeatId) -> bool:
        found: View = await self.actor.support_view(STAFF_SEAT)
        return bool(found["seats"][seat]["online"])


@asynccontextmanager
async def slow_room() -> AsyncIterator[SlowRoom]:
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        slow_room = SlowRoom(tasks)
        yield slow_room
        slow_room.running.cancel()


class Faulty(FakeViewer):
    """A viewer that fails at one call from a certain moment on."""

    fails_at = ""

    def _try(self, what: str) -> None:
        if self.fails_at == what:
            raise RuntimeError(what)

    def welcome(self, arrival: Arrival) -> None:
        self._try("welcome")
        super().welcome(arrival)

    def deliver(self, change: Change) -> None:
        self._try("deliver")
        super().deliver(change)

    def dismiss(self, code: str) -> None:
        super().dismiss(code)
        self._try("dismiss")


async def test_two_staff_who_arrive_together_are_both_welcomed() -> None:
    async with slow_room() as h:
        await h.settle()
        h.turnstile.is_open = False
        first, one = h.arriving(STAFF_SEAT)
        await h.settle()
        second, two = h.arriving(CO_SEAT)
        await h.settle()
        assert not one.arrivals, "its arrival is not stored yet"
        h.turnstile.open()
        await first
        await second
        # Each starts from the room as of its own arrival, and hears what came later.
        assert set(one.view["seats"]) == {STAFF_SEAT}
        assert set(two.view["seats"]) == {STAFF_SEAT, CO_SEAT}
        assert any(CO_SEAT in patch.get("seats", {}) for patch in one.patches)


async def test_people_who_arrive_at_the_same_moment_come_in_together() -> None:
    async with slow_room() as h:
        watching = await h.arrive(STAFF_SEAT)
        h.turnstile.is_open = False
        h.tasks.create_task(h.actor.do(cmd.OpenChat(THERAPIST, True)))
        await h.settle()
        coming = [h.arriving(seat) for seat in (CO_SEAT, ANA_SEAT, BEN_SEAT)]
        await h.settle()
        told = len(watching.changes)
        h.turnstile.open()
        for task, viewer in coming:
            await task
            assert [arrival.seq for arrival in viewer.arrivals] == [1]
        assert len(watching.changes) == told + 2, "the chat, and all of them at once"
        assert watching.notes.count("told:seat.joined") == 3
        assert set(coming[0][1].view["waiting"]) == {ANA_SEAT, BEN_SEAT}


async def test_newcomers_do_not_hear_what_happened_earlier_in_the_same_step() -> None:
    async with slow_room() as h:
        for seat in (STAFF_SEAT, ANA_SEAT):
            await h.arrive(seat)
        await h.actor.do(cmd.Admit(THERAPIST, ANA_SEAT))
        ben = await h.arrive(BEN_SEAT)
        h.turnstile.is_open = False
        commands = (
            cmd.OpenChat(THERAPIST, True),
            cmd.RequestFloor(ANA, 0),
            cmd.Admit(THERAPIST, BEN_SEAT),
            cmd.WithdrawRequest(ANA, 0),
        )
        doing = [h.tasks.create_task(h.actor.do(command)) for command in commands]
        await h.settle()
        h.turnstile.open()
        await asyncio.gather(*doing)
        *told, seated = ben.notes
        assert told == ["welcomed", "told:seat.admitted", "told:hand.down"]
        assert seated.startswith("seated:"), "media comes with admission"


async def test_a_refusal_is_answered_after_earlier_commands_are_announced() -> None:
    async with slow_room() as h:
        staff = await h.arrive(STAFF_SEAT)
        await h.arrive(ANA_SEAT)
        h.turnstile.is_open = False
        first = h.tasks.create_task(h.actor.do(cmd.OpenChat(THERAPIST, True)))
        await h.settle()
        admitting = h.tasks.create_task(h.actor.do(cmd.Admit(THERAPIST, ANA_SEAT)))
        again = h.tasks.create_task(refused(h.actor.do(cmd.Admit(THERAPIST, ANA_SEAT))))
        await h.settle()
        assert not again.done(), "what it is refused for is not in force yet"
        h.turnstile.open()
        await first
        await admitting
        assert await again == "seat.not_waiting"
        assert "told:seat.admitted" in staff.notes


async def refused(doing: Coroutine[object, object, None]) -> str:
    with pytest.raises(Refused) as found:
        await doing
    return found.value.code


async def test_six_people_who_return_at_once_are_all_welcomed() -> None:
    async with slow_room() as h:
        seats = list(build_company().seats)[:6]
        viewers = [await h.arrive(seat) for seat in seats]
        for seat, viewer in zip(seats, viewers, strict=True):
            h.actor.detach(seat, viewer)
        h.turnstile.is_open = False
        coming = [h.arriving(seat) for seat in seats]
        await h.settle()
        h.turnstile.open()
        for task, _ in coming:
            await task
        assert all(viewer.arrivals and not viewer.dismissed for _, viewer in coming)


async def test_a_stale_answer_does_not_show_a_floor_that_is_not_in_force() -> None:
    async with slow_room() as h:
        await h.arrive(STAFF_SEAT)
        for seat in (ANA_SEAT, BEN_SEAT):
            await h.arrive(seat)
            await h.actor.do(cmd.Admit(THERAPIST, seat))
        told = h.actor.floor(ANA_SEAT)
        assert told is not None
        h.turnstile.is_open = False
        granting = h.tasks.create_task(h.actor.do(cmd.GrantFloor(THERAPIST, ANA, told["seq"])))
        await h.settle()
        assert h.actor._live.state.floor.holder is not None, "it is being stored"
        assert h.actor.floor(ANA_SEAT) == told
        h.turnstile.open()
        await granting
        now = h.actor.floor(ANA_SEAT)
        assert now is not None
        assert now["holder"]["person"] == ANA
        assert h.actor.people_on(BEN_SEAT) == (BEN,)


async def test_support_sees_gates_as_they_are_in_force() -> None:
    async with slow_room() as h:
        await h.arrive(STAFF_SEAT)
        await h.arrive(ANA_SEAT)
        h.turnstile.is_open = False
        admitting = h.tasks.create_task(h.actor.do(cmd.Admit(THERAPIST, ANA_SEAT)))
        await h.settle()
        looking = h.tasks.create_task(h.actor.support_view(STAFF_SEAT))
        await h.settle()
        assert not looking.done(), "what is being put in force is not shown before"
        h.turnstile.open()
        await admitting
        assert (await looking)["seats"][ANA_SEAT]["audio"] == h.relay.in_force.seats[ANA_SEAT].audio


async def test_a_client_that_gives_up_before_its_welcome_leaves_nobody_behind() -> None:
    async with slow_room() as h:
        await h.arrive(STAFF_SEAT)
        h.turnstile.is_open = False
        begun, _ = h.arriving(ANA_SEAT)
        await h.settle()
        queued, _ = h.arriving(BEN_SEAT)
        await h.settle()
        begun.cancel()
        queued.cancel()
        h.turnstile.open()
        await asyncio.wait([begun, queued])
        assert not await h.online(ANA_SEAT)
        assert ANA_SEAT not in h.actor._viewers
        found = await h.actor.support_view(STAFF_SEAT)
        assert BEN_SEAT not in found["seats"], "nothing was done yet for who was only queued"


async def test_a_page_that_left_is_dismissed_even_if_another_takes_its_seat_in_the_same_step() -> None:
    for welcomed in (True, False):
        async with slow_room() as h:
            await h.arrive(STAFF_SEAT)
            left = await h.arrive(ANA_SEAT)
            h.turnstile.is_open = False
            h.tasks.create_task(h.actor.do(cmd.OpenChat(THERAPIST, True)))
            await h.settle()
            leaving = h.tasks.create_task(h.actor.do(cmd.Leave(ANA, ANA_SEAT)))
            coming, _ = h.arriving(ANA_SEAT)
            await h.settle()
            h.turnstile.release()
            await h.settle()
            if not welcomed:
                coming.cancel()
                await h.settle()
            h.turnstile.open()
            await asyncio.wait([leaving, coming])
            assert left.dismissed == ["left"]
            assert left.slots == []
            assert await h.online(ANA_SEAT) is welcomed


async def test_a_socket_that_dies_while_its_seat_is_opened_elsewhere_does_not_lose_the_seat() -> None:
    async with slow_room() as h:
        await h.arrive(STAFF_SEAT)
        older = await h.arrive(ANA_SEAT)
        h.turnstile.is_open = False
        h.tasks.create_task(h.actor.do(cmd.SetDevices(ANA, mic=False, camera=True)))
        await h.settle()
        coming, newer = h.arriving(ANA_SEAT)
        await h.settle()
        h.actor.detach(ANA_SEAT, older)
        h.turnstile.open()
        await coming
        assert await h.online(ANA_SEAT)
        assert newer.dismissed == []


async def test_only_a_failing_viewer_is_dropped_and_it_can_return(caplog: pytest.LogCaptureFixture) -> None:
    async with slow_room() as h:
        staff = await h.arrive(STAFF_SEAT)
        ana = Faulty()
        await h.arrive(ANA_SEAT, ana)
        ana.fails_at = "deliver"
        await h.actor.do(cmd.Admit(THERAPIST, ANA_SEAT))
        assert (ana.dismissed, staff.dismissed) == (["server.restart"], [])
        assert [record.message for record in caplog.records if record.levelname == "ERROR"] == [
            "viewer.failed"
        ]
        assert not await h.online(ANA_SEAT)
        again = await h.arrive(ANA_SEAT)
        assert again.view["you"]["space"] == "main", "the place was kept"
        assert await h.online(ANA_SEAT)


async def test_a_viewer_that_fails_at_its_welcome_or_goodbye_affects_nobody_else() -> None:
    async with slow_room() as h:
        staff = await h.arrive(STAFF_SEAT)
        ana = Faulty()
        ana.fails_at = "welcome"
        with pytest.raises(Refused, match=r"room\.busy"):
            await h.arrive(ANA_SEAT, ana)
        assert not await h.online(ANA_SEAT)
        ben = Faulty()
        await h.arrive(BEN_SEAT, ben)
        ben.fails_at = "dismiss"
        await h.arrive(BEN_SEAT)
        assert ben.dismissed == ["seat.replaced"]
        assert await h.online(BEN_SEAT)
        assert staff.dismissed == []


@pytest.mark.parametrize("part", ["build_you_view", "build_present_view", "build_side_channels_view"])
async def test_a_view_that_cannot_be_built_affects_only_its_own_viewer(
    part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with slow_room() as h:
        staff = await h.arrive(STAFF_SEAT)
        ana, ben = await h.arrive(ANA_SEAT), await h.arrive(BEN_SEAT)
        build = getattr(view_cache_module, part)

        def fails_for_ana(context: object, seat: SeatId, *more: object) -> View:
            if seat == ANA_SEAT:
                raise KeyError(seat)
            view: View = build(context, seat, *more)
            return view

        with monkeypatch.context() as patched:
            patched.setattr(view_cache_module, part, fails_for_ana)
            await h.actor.do(cmd.Admit(THERAPIST, ANA_SEAT))
            assert ana.dismissed == ["server.restart"]
            with pytest.raises(Refused, match=r"room\.busy"):
                await h.arrive(ANA_SEAT)
            await h.actor.do(cmd.Admit(THERAPIST, BEN_SEAT))
            await h.actor.do(cmd.SetDevices(BEN, mic=False, camera=False))
        assert (staff.dismissed, ben.dismissed) == ([], [])
        assert (await h.arrive(ANA_SEAT)).view["you"]["space"] == "main"


async def test_a_view_that_cannot_be_updated_affects_only_its_own_viewer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with slow_room() as h:
        staff = await h.arrive(STAFF_SEAT)
        ana = await h.arrive(ANA_SEAT)
        await h.actor.do(cmd.Admit(THERAPIST, ANA_SEAT))
        build = view_cache_module.build_you_view
        with monkeypatch.context() as patched:
            patched.setattr(
                view_cache_module,
                "build_you_view",
                lambda context, seat: build(context, {ANA_SEAT: "se_x"}.get(seat, seat)),
            )
            await h.actor.do(cmd.SetDevices(THERAPIST, mic=False, camera=False))
        assert (ana.dismissed, staff.dismissed) == (["server.restart"], [])
        assert any(patch.get("you", {}).get("mic") is False for patch in staff.patches)


async def test_an_answer_that_fails_is_refused_to_its_sender(monkeypatch: pytest.MonkeyPatch) -> None:
    async with slow_room() as h:
        staff = await h.arrive(STAFF_SEAT)
        with monkeypatch.context() as patched:
            patched.setattr("rooms.runtime.glance.build_support_view", None)
            with pytest.raises(Refused, match=r"room\.busy"):
                await h.actor.support_view(STAFF_SEAT)
        await h.actor.support_view(STAFF_SEAT)
        assert staff.dismissed == []
