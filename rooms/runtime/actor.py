"""The actor: one task and one mailbox per room, the only writer of its state (docs/architecture.md, A turn's way).

Every step ends in the same order: store the events, apply the plan at the relay, notify the viewers. So whoever reads
"you have the floor" is heard, and nobody is heard after losing it. Log, plan and views agree only between two steps:
whoever needs something from the room asks for it then (``_ask``), and other tasks read nothing but what viewers have
been told.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from rooms.incremental.broadcaster import Broadcaster
from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.events import Recorded
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.library import LibraryIndex
from rooms.model.people import RoomSetup
from rooms.model.quality import SeatQuality
from rooms.room import Room
from rooms.rules.context import RuleContext
from rooms.rules.side_channels.hearing import hear, listen
from rooms.runtime.arrivals import Arrivals
from rooms.runtime.backlog import Backlog
from rooms.runtime.glance import Glance, build_glance, support_of
from rooms.runtime.mailbox import About, Fact, Mailbox, MailboxFull, Work
from rooms.runtime.ports import Clock, Journal, Relay
from rooms.runtime.restore import restore
from rooms.runtime.room_time import RoomTime
from rooms.runtime.viewers import Viewer, Viewers
from rooms.state import Phase, Place
from rooms.talk_time.speech import SpeechInterval, SpeechRecord
from rooms.views.build import View

__all__ = ["RoomActor"]

_log = logging.getLogger(__name__)


class RoomActor:
    """Runs one room. Create it with its log, start ``run`` in a task, then call it from the same event loop."""

    def __init__(
        self,
        setup: RoomSetup,
        journal: Journal,
        relay: Relay,
        clock: Clock,
        library: LibraryIndex | None = None,
        arrivals: Arrivals | None = None,
    ) -> None:
        self._setup = setup
        self._library = library
        self._arrivals = arrivals or Arrivals()
        self._journal = journal
        self._relay = relay
        self._time = RoomTime(clock)
        self._backlog = Backlog(journal, setup.id)
        self._mailbox = Mailbox()
        self._room: Room | None = None
        self._ready = asyncio.Event()
        self._closed = False
        self._renewing = False
        self._doing: list[Work] = []
        self._broadcaster = Broadcaster(setup)
        self._speech = SpeechRecord()
        self._viewers = Viewers(setup.id, self._broadcaster, self._post_loss)

    @property
    def id(self) -> RoomId:
        """The room's id."""
        return self._setup.id

    @property
    def ended(self) -> bool:
        """Whether the session is over."""
        return self._room is not None and self._room.state.phase is Phase.ENDED

    @property
    def is_open(self) -> bool:
        """Whether the room has read its log and runs."""
        return self._ready.is_set() and not self._closed

    @property
    def backlog(self) -> Backlog:
        """The records that are not stored yet, for monitoring."""
        return self._backlog

    def now(self) -> float:
        """Return the room's time (Unix seconds), the clock of every time that it reports."""
        return self._time.now()

    @property
    def resume_within_s(self) -> float:
        """The longest time for which a lost seat is kept, seconds."""
        return self._setup.policy.absence_s

    # Called by signaling.

    async def attach(self, command: cmd.Attach, viewer: Viewer, *, resume_from: int | None = None) -> None:
        """Attach a client to its seat; returns once it was welcomed. An earlier client of the seat is told about it.

        The room's own task welcomes the viewer and then notifies it, in order. A caller that stops waiting leaves no
        viewer behind.

        Args:
            resume_from: The last ``seq`` that a returning client has applied; None for a new one.

        Raises Refused: ``room.ended``, ``room.full``, ``seat.unknown``, ``resume.invalid``, ``link.withdrawn``,
        ``room.busy``.
        """
        seat = command.seat

        def welcome(context: RuleContext) -> None:
            if context.state.seats[seat].place is Place.OUTSIDE:
                raise self._gone()
            self._viewers.welcome(context, seat, viewer, resume_from)

        try:
            async with self._arrivals.pass_through(self.id):
                await self._ask(lambda: self._live.handle(command, self.now()), welcome, seat)
        except BaseException:
            self.detach(seat, viewer)
            raise

    def detach(self, seat: SeatId, viewer: Viewer) -> None:
        """Record that a viewer's socket is gone; ignored if the seat has been opened elsewhere since."""
        self._viewers.remove(seat, viewer)
        self._post_loss(seat)

    async def withdraw_link(self, seat: SeatId, link: int) -> None:
        """Invalidate links of the seat older than version ``link``; returns once whoever used one is out.

        Raises:
            Refused: ``room.ended``, ``room.busy``.
        """

        def act() -> list[Recorded]:
            records = self._live.handle(cmd.WithdrawLink(seat, link), self.now())
            if records:
                self._viewers.expel(seat, "link.withdrawn")
            return records

        await self._ask(act, seat=seat)

    async def do(self, command: cmd.Command) -> bool:
        """Apply a person's command; returns once it is in force and viewers were notified. Raises Refused.

        Returns:
            Whether all that it recorded is stored; if not, it would be lost with this process.
        """
        if self._backlog.is_full:
            raise Refused("storage.unavailable")
        recorded: list[Recorded] = []

        def act() -> list[Recorded]:
            recorded.extend(self._live.handle(command, self.now()))
            return recorded

        await self._ask(act)
        return not recorded or not self._backlog.waits(recorded[-1])

    async def renew(self) -> None:
        """Stop once all is stored, to be opened again with today's setup; clients resume as after a restart.

        Raises Refused: ``room.ended``, ``room.busy``.
        """
        self._renewing = True
        await self._ask(list)

    def people_on(self, seat: SeatId) -> tuple[PersonId, ...]:
        """Return who sits on the seat, in seat order, as its viewer was told. Raises Refused if it has no viewer."""
        if seat not in self._viewers:
            raise self._gone()
        return self._viewers.people_on(seat)

    def people_connected(self) -> set[PersonId]:
        """Return everybody who sits on a seat with a client, in the room or waiting for it."""
        return self._viewers.people()

    def floor(self, seat: SeatId) -> View | None:
        """Return the floor as the seat's viewer was last told, to answer a stale command.

        None if it sees none. Never the floor of a step that is still being stored or applied.
        """
        return self._viewers.view(seat).get("floor") if seat in self._viewers else None

    async def support_view(self, seat: SeatId) -> View:
        """Return the room as support may see it, for staff on ``seat``: what they see themselves. Raises Refused."""
        view: View = await self._ask(list, support_of(seat, self._speech))
        return view

    async def glance(self) -> Glance:
        """Return the room as planners see it. Raises Refused: ``room.ended``, ``room.busy``."""
        seen: Glance = await self._ask(list, build_glance)
        return seen

    # Called by the relay; nothing here blocks.

    def media_up(self, seat: SeatId) -> None:
        """The relay carries the seat's media."""
        self._post(About(Fact.MEDIA_UP, seat), lambda: self._live.handle(cmd.MediaUp(seat), self.now()))

    def media_down(self, seat: SeatId) -> None:
        """The relay lost the seat's media."""
        self._post(About(Fact.MEDIA_DOWN, seat), lambda: self._live.handle(cmd.MediaDown(seat), self.now()))

    def speaking(self, seats: frozenset[SeatId]) -> None:
        """Exactly these seats are heard at this moment."""
        self._post(About(Fact.SPEAKING), lambda: self._heard(seats))

    def speech(
        self,
        intervals: Sequence[SpeechInterval],
        overlap_s: float,
        silence_s: float,
        unreliable: frozenset[SeatId],
    ) -> None:
        """Report what was spoken since the last call.

        Nobody sees it until the room's own task adds it to the shares of talk, so the caller need not wait.
        """
        now = self.now()
        known = [each for each in intervals if each.seat in self._setup.seats and each.ended <= now]
        self._speech.add(known, overlap_s, silence_s, now)
        if self._room is None:
            return
        due = self._room.side_channels.unread
        listen(self._context(), known, unreliable)
        if self._room.side_channels.unread and not due:
            # The actor may sleep past the time at which this must be read.
            self._post(About(Fact.SPEECH), list)

    def quality(self, seats: Mapping[SeatId, SeatQuality]) -> None:
        """Report the quality of exactly these connections."""
        known = {seat: found for seat, found in seats.items() if seat in self._setup.seats}
        self._post(About(Fact.QUALITY), lambda: self._graded(known))

    def relay_down(self, down: bool) -> None:
        """The relay went down, or is back."""
        self._post(About(Fact.RELAY), lambda: self._relay_changed(down))

    # Internals.

    async def run(self) -> None:
        """Restore the room from its journal, then run it until the session has ended and everything is stored.

        Raises JournalUnavailable, JournalRefused.
        """
        try:
            log = await self._journal.load(self._setup.id)
            self._room, restored = restore(self._setup, log, self._library, self._time)
            await self._commit(self._hear(restored))
            self._ready.set()
            _log.info("room.open", extra={"room": self._setup.id, "position": self._room.state.position})
            while not self._is_done:
                await self._step()
            _log.info("room.closed", extra={"room": self._setup.id, "position": self._room.state.position})
        finally:
            self._close()

    @property
    def _is_done(self) -> bool:
        over = self._renewing or (self.ended and not len(self._viewers))
        return over and not self._backlog.is_behind

    def _close(self) -> None:
        """Fail every request that will not be answered any more."""
        if self._backlog.is_behind:
            _log.error("room.records_lost", extra={"room": self._setup.id, "count": len(self._backlog)})
        self._closed = True
        self._ready.set()
        self._viewers.dismiss_all("session.ended" if self.ended else "server.restart")
        for work in (*self._doing, *self._mailbox.drain()):
            work.fail(self._gone())

    def _gone(self) -> Refused:
        return Refused("room.ended" if self.ended else "room.busy")

    async def _step(self) -> None:
        due = [when for when in (self._live.next_deadline(), self._backlog.retry_at) if when is not None]
        wait = max(0.0, min(due) - self.now()) if due else None
        try:
            async with asyncio.timeout(wait):
                works = self._doing = await self._mailbox.take()
        except TimeoutError:
            await self._commit(self._hear(self._live.on_deadline(self.now())))
            return
        records: list[Recorded] = []
        refusals: dict[int, Refused] = {}
        for number, work in enumerate(works):
            try:
                records += [] if work.lapsed else self._hear(work.act())
            except Refused as refused:
                refusals[number] = refused
        # Viewers are notified before anybody gets the answer.
        context = await self._commit(records)
        for number, work in enumerate(works):
            if number in refusals:
                work.fail(refusals[number])
            else:
                self._answer(work, context)

    def _hear(self, records: list[Recorded]) -> list[Recorded]:
        """Note who may hear of this, judged by the room right after it; returns the same records, not stored yet."""
        self._viewers.hear(self._context(), records, self._live.untold)
        return records

    def _answer(self, work: Work, context: RuleContext) -> None:
        try:
            work.answer(self._find(work, context))
        except Refused as refused:
            work.fail(refused)

    def _find(self, work: Work, context: RuleContext) -> Any:
        if work.then is None or work.lapsed:
            return None
        try:
            return work.then(context)
        except Refused:
            raise
        except Exception as fault:
            _log.exception("room.answer_failed", extra={"room": self._setup.id})
            raise Refused("room.busy") from fault

    async def _commit(self, records: list[Recorded]) -> RuleContext:
        """Store, apply, notify; returns the room as everybody was told it."""
        await self._backlog.store(records, self.now())
        self._notice("storage_behind", present=self._backlog.is_behind and not self._backlog.refused)
        self._notice("storage_refused", present=self._backlog.refused)
        plan = self._broadcaster.next_plan(self._live)
        if plan:
            await self._relay.apply_plan(self._setup.id, plan)
        context = self._context()
        self._viewers.tell(context)
        return context

    def _lose(self, seat: SeatId) -> list[Recorded]:
        """Handle a lost viewer; if another has taken the seat since, the seat is not lost."""
        if seat in self._viewers or seat not in self._live.state.seats:
            return []
        return self._live.handle(cmd.Detach(seat), self.now())

    def _relay_changed(self, down: bool) -> list[Recorded]:
        # After a restart the relay reports speech from silence on; its earlier reports are void.
        self._live.side_channels.quality = {}
        hear(self._context(), None)
        return self._notice("relay_down", present=down)

    def _notice(self, notice: str, *, present: bool) -> list[Recorded]:
        side_channels = self._live.side_channels
        side_channels.notices = (
            side_channels.notices | {notice} if present else side_channels.notices - {notice}
        )
        return []

    def _heard(self, seats: frozenset[SeatId]) -> list[Recorded]:
        hear(self._context(), seats)
        return []

    def _graded(self, seats: Mapping[SeatId, SeatQuality]) -> list[Recorded]:
        self._live.side_channels.quality = seats
        return []

    def _context(self) -> RuleContext:
        return self._live.context(self.now())

    @property
    def _live(self) -> Room:
        assert self._room is not None, "the actor is running"
        return self._room

    async def _ask(
        self,
        act: Callable[[], list[Recorded]],
        then: Callable[[RuleContext], Any] | None = None,
        seat: SeatId | None = None,
    ) -> Any:
        """Have the room's task do it; returns the result of ``then`` once it is stored, in force and announced."""
        await self._ready.wait()
        if self._closed:
            raise self._gone()
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        try:
            self._mailbox.put(Work(act, then, done, seat))
        except MailboxFull:
            raise Refused("room.busy") from None
        return await done

    def _post_loss(self, seat: SeatId) -> None:
        self._post(About(Fact.LOSS, seat), lambda: self._lose(seat), seat)

    def _post(self, about: About, act: Callable[[], list[Recorded]], seat: SeatId | None = None) -> None:
        """Queue a fact for the room's task. It is never dropped; when too much waits, it is folded."""
        folding = self._mailbox.is_folding
        self._mailbox.put(Work(act, seat=seat, about=about))
        if self._mailbox.is_folding and not folding:
            _log.error("room.mailbox_full", extra={"room": self._setup.id})
