"""A random evening in the real actor, in which everything overlaps: people come, go and ask for things while what was
asked before is still being stored, put in force or told; and the service ends in the middle of it. Every telling, and
every welcome, is checked.
"""

import asyncio
from collections import Counter
from random import Random
from typing import Any

import msgspec

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.ids import SeatId
from rooms.model.people import RoomSetup
from rooms.plan import Plan, build_plan
from rooms.rules.context import RuleContext
from rooms.runtime.actor import RoomActor
from rooms.runtime.audience import Change
from rooms.runtime.viewers import Arrival, Viewer, Viewers
from rooms.state import Place
from rooms.views.build import build_views
from rooms.views.merge_patch import apply_patch
from tests.rooms.random_room.invariants import check_state
from tests.rooms.random_room.moves import random_command
from tests.rooms.random_room.screens import check_view
from tests.rooms.random_room.setups import LIBRARY
from tests.support.rooms.fakes import FakeClock
from tests.support.rooms.held import HeldJournal, HeldRelay, Turnstile

__all__ = ["Overlap"]

BREAKS = 0.01
"""How many pages fail at a moment nobody foresees."""
RESTARTS = 0.01
"""After how many steps the service ends and starts."""


class Page:
    """One client; what it shows is kept by patches."""

    def __init__(self, seat: SeatId, nonce: str, before: "Page | None", *, breaks: bool) -> None:
        self.seat, self.nonce = seat, nonce
        self.resumes = before.nonce if before else None
        self.resume_from = before.seq if before else None
        self.shown: dict[str, Any] = before.shown if before else {}
        self.seq = 0
        self.dismissed: str | None = None
        self._breaks = breaks

    def welcome(self, arrival: Arrival) -> None:
        assert not self.seq, "told something before it was welcomed"
        if arrival.view is not None:
            self.shown, self.seq = _on_the_wire(arrival.view), arrival.seq
        else:
            self.seq = arrival.seq - len(arrival.missed)
        for change in arrival.missed:
            self.deliver(change)

    def deliver(self, change: Change) -> None:
        if self._breaks:
            raise RuntimeError("a page that fails")
        assert change.seq == self.seq + 1, "a change is missing"
        self.seq = change.seq
        self.shown = apply_patch(self.shown, msgspec.json.decode(change.told)["patch"])

    def seated(self, slot: int | None) -> None:
        """Its view says so, too."""

    def dismiss(self, code: str) -> None:
        assert self.dismissed is None, "dismissed twice"
        self.dismissed = code


class CheckedViewers(Viewers):
    """The viewers of a room, who compare everything they are told with what is stored, in force, and built anew."""

    def __init__(self, actor: RoomActor, journal: HeldJournal, relay: HeldRelay) -> None:
        super().__init__(actor.id, actor._broadcaster, actor._post_loss)
        self._journal, self._relay = journal, relay

    def welcome(self, context: RuleContext, seat: SeatId, viewer: Viewer, resume_from: int | None) -> None:
        self._check_before(context)
        super().welcome(context, seat, viewer, resume_from)
        self._compare(context)
        assert isinstance(viewer, Page)
        openings = self._openings(seat)
        assert openings.pop() == viewer.nonce
        if viewer.resumes is not None:
            assert openings, "resumed after it had left"
            assert openings.pop() == viewer.resumes, "resumed with another token than the newest"

    def tell(self, context: RuleContext) -> None:
        self._check_before(context)
        super().tell(context)
        self._compare(context)

    def pages(self) -> list[Page]:
        viewers = [attached.viewer for attached in self._attached.values()]
        return [viewer for viewer in viewers if isinstance(viewer, Page)]

    def _openings(self, seat: SeatId) -> list[str]:
        """What the log knows of the seat's openings since it came in."""
        openings: list[str] = []
        for record in self._journal.records:
            match record.event:
                case ev.SeatOpened(seat=opened, nonce=nonce) if opened == seat:
                    openings.append(nonce)
                case ev.SeatLeft(seat=left) if left == seat:
                    openings.clear()
        return openings

    def _check_before(self, context: RuleContext) -> None:
        state = context.state
        assert len(self._journal.records) == state.position, "told before it is stored"
        assert self._relay.in_force.seats == build_plan(context.setup, state).seats, (
            "told before it is in force"
        )
        check_state(context)

    def _compare(self, context: RuleContext) -> None:
        pages = {page.seat: page for page in self.pages()}
        for seat, view in build_views(context, pages).items():
            check_view(context, seat, view)
            assert pages[seat].shown == _on_the_wire(view), f"{seat}: what it shows is not what is so"


class Overlap:
    """One room and all that happens in it.

    Attributes:
        counts: How often what came about.
    """

    def __init__(self, setup: RoomSetup, rng: Random) -> None:
        self.setup, self.rng = setup, rng
        self.counts: Counter[str] = Counter()
        self._turnstile = Turnstile()
        self._journal, self._relay = HeldJournal(self._turnstile), HeldRelay(self._turnstile)
        self._clock = FakeClock()
        self._open()
        self._pages: dict[SeatId, Page] = {}
        """The page that came last."""
        self._waiting: list[asyncio.Task[None]] = []

    async def run(self, steps: int) -> None:
        """Let so many things happen, then everything come to its end."""
        async with asyncio.TaskGroup() as tasks:
            await self._start(tasks)
            for seat in self.setup.seats:
                self._arrive(tasks, seat)
            for _ in range(steps):
                self._step(tasks)
                if self.rng.random() < RESTARTS:
                    await self._restart(tasks)
                for _ in range(self.rng.choice([0, 0, 1, 3])):
                    await asyncio.sleep(0)
                self._look()
            self._turnstile.open()
            if self._waiting:
                await asyncio.wait(self._waiting)
            await self._check_rest()
            self._running.cancel()

    def _open(self) -> None:
        self._relay.in_force = Plan(0, {})
        self._actor = RoomActor(self.setup, self._journal, self._relay, self._clock, LIBRARY)
        self._viewers = self._actor._viewers = CheckedViewers(self._actor, self._journal, self._relay)

    async def _start(self, tasks: asyncio.TaskGroup) -> None:
        self._running = tasks.create_task(self._actor.run())
        # A task that is cancelled before its first step never runs at all, and would leave those who wait for it.
        await asyncio.sleep(0)

    async def _restart(self, tasks: asyncio.TaskGroup) -> None:
        """The service ends at any moment, and comes again from what was stored by then."""
        self._running.cancel()
        await asyncio.wait([self._running])
        self.counts["restarts"] += 1
        self._clock.time += self.rng.choice([0.0, 40.0])
        self._open()
        await self._start(tasks)

    def _step(self, tasks: asyncio.TaskGroup) -> None:
        roll = self.rng.random()
        if roll < 0.4:
            self._turnstile.release()
        elif roll < 0.5:
            self._arrive(tasks, self.rng.choice(list(self.setup.seats)))
        elif roll < 0.54:
            self._hang_up(self.rng.choice(list(self.setup.seats)))
        elif roll < 0.57 and self._waiting:
            self.rng.choice(self._waiting).cancel()
        elif roll < 0.6:
            self._clock.time += self.rng.choice([0.5, 3.0, 31.0])
            self._actor.speaking(frozenset(self.rng.sample(list(self.setup.seats), 1)))
        elif self._actor._room is not None:
            self._ask(tasks, random_command(self.rng, self._actor._room.context(self._clock.now())))

    def _ask(self, tasks: asyncio.TaskGroup, command: cmd.Command | None) -> None:
        match command:
            case None | cmd.EndSession():
                return
            case cmd.Attach(seat=seat):
                if seat in self.setup.seats:
                    self._arrive(tasks, seat)
            case cmd.Detach(seat=seat):
                self._hang_up(seat)
            case cmd.MediaUp(seat=seat):
                self._actor.media_up(seat)
            case cmd.MediaDown(seat=seat):
                self._actor.media_down(seat)
            case _:
                self._waiting.append(tasks.create_task(self._do(command)))

    async def _do(self, command: cmd.Command) -> None:
        try:
            await self._actor.do(command)
            self.counts["done"] += 1
        except Refused as refused:
            self.counts[f"refused {refused.code}"] += 1

    def _arrive(self, tasks: asyncio.TaskGroup, seat: SeatId) -> None:
        older = self._pages.get(seat)
        before = older if older and older.seq and self.rng.random() < 0.6 else None
        page = Page(seat, str(self.rng.random()), before, breaks=self.rng.random() < BREAKS)
        if before is None or self.rng.random() < 0.8:
            # Otherwise the older page may come again, too, with the same token.
            self._pages[seat] = page
        self._waiting.append(tasks.create_task(self._attach(page)))

    async def _attach(self, page: Page) -> None:
        attach = cmd.Attach(page.seat, True, True, page.nonce, page.resumes)
        try:
            await self._actor.attach(attach, page, resume_from=page.resume_from)
            self.counts["welcomed" if page.resumes is None else "resumed"] += 1
        except Refused as refused:
            assert page not in self._viewers.pages(), "refused, and here all the same"
            self.counts[f"not let in: {refused.code}"] += 1

    def _hang_up(self, seat: SeatId) -> None:
        page = self._pages.get(seat)
        if page:
            self._actor.detach(seat, page)

    def _look(self) -> None:
        """At any moment whatsoever the actor answers what viewers have been told."""
        self._waiting = [task for task in self._waiting if not task.done()]
        for page in self._viewers.pages():
            floor = self._actor.floor(page.seat)
            assert (floor and _on_the_wire(floor)) == page.shown.get("floor")
            assert list(self._actor.people_on(page.seat)) == page.shown["you"]["people"]

    async def _check_rest(self) -> None:
        """Nobody is left behind: a seat is online exactly while a page looks from it."""

        def check(context: RuleContext) -> None:
            for seat, now in context.state.seats.items():
                assert now.online == (seat in self._viewers), f"{seat}: online without a page, or the reverse"
                assert now.place is not Place.OUTSIDE or seat not in self._viewers

        await self._actor._ask(list, check)


def _on_the_wire(view: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(view))
    return plain
