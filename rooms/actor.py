"""The actor: one task and one mailbox per room, the only writer of its state (architecture.md part 3).

Every step ends in the same order: store the events, put the plan in force at the relay, tell the viewers. So whoever
reads "you have the floor" is heard, and nobody is heard after losing it.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rooms.aside.hearing import hear, listen
from rooms.audience import Audience, Change, write_told
from rooms.backlog import Backlog
from rooms.gates import Gates
from rooms.ledger import Ledger
from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.events import Recorded
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.library import LibraryIndex
from rooms.model.people import RoomSetup
from rooms.model.quality import SeatQuality
from rooms.permissions import staff_refusal
from rooms.plan import Plan
from rooms.ports import Clock, Journal, Relay
from rooms.room import Room
from rooms.speech import SpeechInterval, SpeechRecord
from rooms.state import Phase, Place
from rooms.support import build_support_view
from rooms.views import Desk, View, build_floor_view, visible_to_all

__all__ = ["MAILBOX_MAX", "Arrival", "RoomActor", "Viewer"]

MAILBOX_MAX = 2_000
_COMMANDS_MAX = 1_000
"""People's commands are refused from here on; the rest of the mailbox is for what the house must tell the room."""

_log = logging.getLogger(__name__)


class Viewer(Protocol):
    """The socket side of a seat. Calls never block; a viewer that cannot keep up cuts itself off."""

    def deliver(self, change: Change) -> None:
        """Take one change, in order."""

    def seated(self, slot: int | None) -> None:
        """The seat has another media slot now, or none any more: a companion device became a seat, or is one again.

        The plan with it is in force already. The slot a client arrived with is in its ``Arrival`` instead.
        """

    def dismiss(self, code: str) -> None:
        """Say goodbye (a ``bye`` code of PROTOCOL.md) and close."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a client that attached starts from: a whole view, or the changes it missed; both lead to ``seq``.

    ``slot`` is None for a companion device, which has no media.
    """

    slot: int | None
    seq: int
    view: View | None
    missed: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class _Work:
    act: Callable[[], list[Recorded]]
    done: asyncio.Future[None] | None = None


@dataclass(slots=True)
class _Attached:
    """``slot`` is the one that the viewer was told."""

    viewer: Viewer
    nonce: str
    slot: int | None


class RoomActor:
    """Runs one room. Construct with its log, start ``run`` in a task, then talk to it from the same event loop."""

    def __init__(
        self,
        setup: RoomSetup,
        journal: Journal,
        relay: Relay,
        clock: Clock,
        library: LibraryIndex | None = None,
    ) -> None:
        self._setup = setup
        self._library = library
        self._journal = journal
        self._relay = relay
        self._clock = clock
        self._backlog = Backlog(journal, setup.id)
        self._mailbox: asyncio.Queue[_Work] = asyncio.Queue(MAILBOX_MAX)
        self._room: Room | None = None
        self._ready = asyncio.Event()
        self._closed = False
        self._doing: _Work | None = None
        self._gates = Gates(setup)
        self._plan = Plan(0, {})
        self._desk = Desk()
        self._speech = SpeechRecord()
        self._audiences: dict[SeatId, Audience] = {}
        self._attached: dict[SeatId, _Attached] = {}
        self._nonces: dict[SeatId, str] = {}

    @property
    def id(self) -> RoomId:
        """The room's id."""
        return self._setup.id

    @property
    def ended(self) -> bool:
        """Whether the session is over."""
        return self._room is not None and self._room.state.phase is Phase.ENDED

    @property
    def backlog_length(self) -> int:
        """How many records wait for the journal."""
        return len(self._backlog)

    def people_on(self, seat: SeatId) -> tuple[PersonId, ...]:
        """Return who sits on the seat now, in seat order; KeyError if the room has no such seat."""
        return self._live.state.seats[seat].occupants

    @property
    def resume_within_s(self) -> float:
        """How long a lost seat is kept at most, seconds."""
        return self._setup.policy.absence_s

    # What signaling calls.

    async def attach(
        self, command: cmd.Attach, nonce: str, viewer: Viewer, *, resume_from: int | None = None
    ) -> Arrival:
        """Seat a client. A client attached before is told that the seat was opened elsewhere.

        Args:
            nonce: The client's own mark; a resume must bring the one its seat was last attached with.
            resume_from: The last ``seq`` a returning client has applied; None for one that comes anew.

        Raises:
            Refused: ``room.ended``, ``room.full``, ``seat.unknown``, ``resume.invalid``, ``room.busy``.
        """
        await self._ready.wait()
        if self._closed:
            raise self._gone()
        seat = command.seat
        if resume_from is not None:
            self._check_resume(seat, nonce)
        await self._ask(lambda: self._live.handle(command, self._clock.now()))
        state = self._live.state.seats[seat]
        if state.place is Place.OUTSIDE:
            raise self._gone()
        slot = state.slot
        older = self._attached.get(seat)
        if older and older.viewer is not viewer:
            older.viewer.dismiss("seat.replaced")
        audience = self._audiences.get(seat)
        missed, view = None, None
        if audience is None or resume_from is None:
            audience = self._audiences[seat] = Audience()
            view = self._desk.open(self._ledger(), seat)
        else:
            missed = audience.changes_since(resume_from)
        self._attached[seat] = _Attached(viewer, nonce, slot)
        self._nonces[seat] = nonce
        if missed is None:
            return Arrival(slot, audience.seq, view or self._desk.view(seat))
        return Arrival(slot, audience.seq, None, tuple(missed))

    def detach(self, seat: SeatId, viewer: Viewer) -> None:
        """Take note that a viewer's socket is gone; ignored when the seat was opened elsewhere since."""
        attached = self._attached.get(seat)
        if attached is None or attached.viewer is not viewer:
            return
        del self._attached[seat]
        self._post(lambda: self._live.handle(cmd.Detach(seat), self._clock.now()))

    async def do(self, command: cmd.Command) -> None:
        """Do what a person asks; returns when it is stored, in force and told. Raises Refused."""
        if self._backlog.is_full:
            raise Refused("storage.unavailable")
        await self._ask(lambda: self._live.handle(command, self._clock.now()))

    def floor(self) -> View:
        """Return the present floor, for the answer to a stale intent."""
        return build_floor_view(self._live.state)

    async def support_view(self, seat: SeatId) -> View:
        """Return the room as support may know it, for a facilitator on ``seat``. Raises Refused."""
        await self._ready.wait()
        ledger = self._ledger()
        code = staff_refusal(ledger, seat)
        if code:
            raise Refused(code)
        return build_support_view(ledger, self._speech)

    # What the relay calls; none of it blocks.

    def media_up(self, seat: SeatId) -> None:
        """The relay carries the seat's media."""
        self._post(lambda: self._live.handle(cmd.MediaUp(seat), self._clock.now()))

    def media_down(self, seat: SeatId) -> None:
        """The relay lost the seat's media."""
        self._post(lambda: self._live.handle(cmd.MediaDown(seat), self._clock.now()))

    def speaking(self, seats: frozenset[SeatId]) -> None:
        """These seats, and no others, are heard at this moment."""
        self._post(lambda: self._heard(seats))

    def speech(
        self,
        intervals: Sequence[SpeechInterval],
        overlap_s: float,
        silence_s: float,
        unreliable: frozenset[SeatId],
    ) -> None:
        """What was spoken since this was told last. It is in no log, so nobody waits for the mailbox."""
        now = self._clock.now()
        known = [each for each in intervals if each.seat in self._setup.seats and each.ended <= now]
        self._speech.add(known, overlap_s, silence_s, now)
        if self._room is None:
            return
        due = self._room.aside.unread
        listen(self._ledger(), known, unreliable)
        if self._room.aside.unread and not due:
            # The actor may be asleep for longer than until this is to be read.
            self._post(list)

    def quality(self, seats: Mapping[SeatId, SeatQuality]) -> None:
        """These connections, and no others, work as well as this."""
        known = {seat: found for seat, found in seats.items() if seat in self._setup.seats}
        self._post(lambda: self._graded(known))

    def relay_down(self, down: bool) -> None:
        """The relay is away, or back."""
        self._post(lambda: self._relay_changed(down))

    # The actor itself.

    async def run(self) -> None:
        """Restore the room from its journal, then serve it until the session has ended. Raises JournalUnavailable."""
        try:
            self._room = Room(self._setup, await self._journal.load(self._setup.id), self._library)
            restored = [] if self.ended else self._room.on_restart(self._clock.now())
            await self._commit(restored)
            self._ready.set()
            _log.info("room.open", extra={"room": self._setup.id, "position": self._room.state.position})
            while not (self.ended and not self._attached and self._backlog.retry_at is None):
                await self._step()
            _log.info("room.closed", extra={"room": self._setup.id, "position": self._room.state.position})
        finally:
            self._close()

    def _close(self) -> None:
        """Leave nobody waiting for an answer that will not come."""
        self._closed = True
        self._ready.set()
        for attached in self._attached.values():
            attached.viewer.dismiss("session.ended" if self.ended else "server.restart")
        waiting = [self._doing]
        while not self._mailbox.empty():
            waiting.append(self._mailbox.get_nowait())
        for work in waiting:
            if work and work.done and not work.done.done():
                work.done.set_exception(self._gone())

    def _gone(self) -> Refused:
        return Refused("room.ended" if self.ended else "room.busy")

    async def _step(self) -> None:
        due = [when for when in (self._live.next_deadline(), self._backlog.retry_at) if when is not None]
        wait = max(0.0, min(due) - self._clock.now()) if due else None
        try:
            async with asyncio.timeout(wait):
                work = self._doing = await self._mailbox.get()
        except TimeoutError:
            await self._commit(self._live.on_deadline(self._clock.now()))
            return
        try:
            records = work.act()
        except Refused as refused:
            if work.done and not work.done.done():
                work.done.set_exception(refused)
            return
        await self._commit(records)
        if work.done and not work.done.done():
            work.done.set_result(None)

    async def _commit(self, records: list[Recorded]) -> None:
        await self._backlog.store(records, self._clock.now())
        self._notice("storage_behind", present=self._backlog.retry_at is not None)
        changed, self._live.untold = self._live.untold, 0
        plan = self._gates.plan(self._live.state, changed)
        if plan.seats is not self._plan.seats:
            self._plan = plan
            await self._relay.apply_plan(self._setup.id, plan)
        self._tell(records, plan, changed)

    def _tell(self, records: list[Recorded], plan: Plan, changed: int) -> None:
        for seat in [seat for seat in self._audiences if self._live.state.seats[seat].place is Place.OUTSIDE]:
            self._see_out(seat)
        ledger = self._ledger()
        heard = visible_to_all(ledger, self._audiences, records, changed)
        patches = self._desk.take_note(ledger, plan, changed)
        for seat, told in write_told(patches, heard).items():
            change = self._audiences[seat].tell(told)
            attached = self._attached.get(seat)
            if attached:
                attached.viewer.deliver(change)
        for seat, attached in self._attached.items():
            slot = self._live.state.seats[seat].slot
            if slot != attached.slot:
                attached.slot = slot
                attached.viewer.seated(slot)

    def _see_out(self, seat: SeatId) -> None:
        """The seat is out of the session: its channel ends, and so does every right to come back by resuming."""
        del self._audiences[seat]
        self._desk.close(seat)
        attached = self._attached.pop(seat, None)
        if attached:
            attached.viewer.dismiss("session.ended" if self.ended else "left")

    def _check_resume(self, seat: SeatId, nonce: str) -> None:
        known = self._nonces.get(seat)
        place = self._live.state.seats[seat].place if seat in self._live.state.seats else Place.OUTSIDE
        if place is Place.OUTSIDE or (known is not None and known != nonce):
            raise Refused("room.ended" if self.ended else "resume.invalid")

    def _relay_changed(self, down: bool) -> list[Recorded]:
        # A relay that starts anew tells of speech again from silence on; what was said of it before is void.
        self._live.aside.quality = {}
        hear(self._ledger(), None)
        return self._notice("relay_down", present=down)

    def _notice(self, notice: str, *, present: bool) -> list[Recorded]:
        aside = self._live.aside
        aside.notices = aside.notices | {notice} if present else aside.notices - {notice}
        return []

    def _heard(self, seats: frozenset[SeatId]) -> list[Recorded]:
        hear(self._ledger(), seats)
        return []

    def _graded(self, seats: Mapping[SeatId, SeatQuality]) -> list[Recorded]:
        self._live.aside.quality = seats
        return []

    def _ledger(self) -> Ledger:
        return self._live.ledger(self._clock.now())

    @property
    def _live(self) -> Room:
        assert self._room is not None, "the actor is running"
        return self._room

    async def _ask(self, act: Callable[[], list[Recorded]]) -> None:
        """Have the actor's task do it, and wait until the outcome is stored, in force and told."""
        await self._ready.wait()
        if self._closed:
            raise self._gone()
        if self._mailbox.qsize() >= _COMMANDS_MAX:
            raise Refused("room.busy")
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self._mailbox.put(_Work(act, done))
        await done

    def _post(self, act: Callable[[], list[Recorded]]) -> None:
        try:
            self._mailbox.put_nowait(_Work(act))
        except asyncio.QueueFull:
            _log.error("room.mailbox_full", extra={"room": self._setup.id})
