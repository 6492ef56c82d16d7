"""One random evening: a room, its clock, its log, its screens; every step is checked."""

import json
import pickle
from collections import Counter
from copy import deepcopy
from dataclasses import replace
from random import Random

from rooms.incremental.lookup_cache import LookupCache
from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.events import Recorded
from rooms.model.events.codec import decode_event, encode_event
from rooms.model.ids import SeatId
from rooms.model.people import READY, RoomSetup
from rooms.model.policy.policy import FloorMode
from rooms.plan import build_plan, floor_now
from rooms.room import Room
from rooms.rules.context import RuleContext
from rooms.rules.parts import PARTS
from rooms.rules.side_channels.hearing import airtime_deadline, hear, listen
from rooms.state import Phase, Place
from rooms.state.subjects import ALL
from rooms.talk_time.speech import SpeechInterval
from rooms.views.build import build_views
from rooms.views.events import visible_events
from tests.rooms.random_room.invariants import check_state
from tests.rooms.random_room.moves import random_command
from tests.rooms.random_room.naive_plan import check_plan
from tests.rooms.random_room.restarts import check_standstill
from tests.rooms.random_room.screens import Screens
from tests.rooms.random_room.setups import LIBRARY
from tests.rooms.random_room.turns import Before, Cause, check_holders, check_seq, check_turns
from tests.support.rooms.setups import START

__all__ = ["Evening"]

DEEP_EVERY = 4
"""Every this many steps, check that a refusal really left everything unchanged."""
LOOK_EVERY = 12
"""Screens are updated by patches, so a difference missed in one step shows in a later one."""
CLOSELY = 0.2
"""The share of evenings in which everybody is told at once; in the others, some people, only before they look."""
VIEWERS = 8
COPY_EVERY = 40
"""A what-if is tried on a copy of the room every this many steps."""
_NEVER_STALE = (cmd.RequestFloor, cmd.WithdrawRequest, cmd.PassTurn)


class Evening:
    """A room and its history.

    Attributes:
        closely: Whether everybody is told after every step, as in a real room, or only some people now and then.
        always: Whether all caches are compared with fresh results after every step, for people outside, too.
        counts: How often each kind of event and each refusal occurred.
        told: What was done, for whoever reads a failure.
    """

    def __init__(self, setup: RoomSetup, rng: Random, *, closely: bool | None = None) -> None:
        self.setup, self.rng = setup, rng
        self.closely = rng.random() < CLOSELY if closely is None else closely
        self.always = closely is True
        self.room = Room(setup, library=LIBRARY, lookups=LookupCache())
        self.now = START
        self.stored: list[tuple[int, float, str, str]] = []
        self.screens = self._screens()
        self.untold: list[Recorded] = []
        self.steps = 0
        self.counts: Counter[str] = Counter()
        self.told: list[str] = []

    @property
    def context(self) -> RuleContext:
        """A rule context for the room now."""
        return self.room.context(self.now)

    def open(self) -> None:
        """Most evenings begin with staff and members arriving; some with nobody."""
        if self.rng.random() < 0.1:
            return
        seats = list(self.setup.seats)
        self.rng.shuffle(seats)
        seats.sort(key=lambda seat: self.setup.seats[seat].companion)
        for seat in seats:
            seating = self.setup.seats[seat]
            for person in seating.occupants if self.setup.proof and not seating.companion else ():
                if self.rng.random() < 0.9 / len(seating.occupants):
                    self.attempt(cmd.Prove(seat, person))
            for person in seating.occupants:
                if self.rng.random() < 0.9:
                    self.attempt(cmd.ReportReadiness(person, READY))
            if self.rng.random() < 0.9:
                self.attempt(cmd.Attach(seat, True, True))
                if self.rng.random() < 0.9:
                    self.attempt(cmd.MediaUp(seat))
        for person, now in self.room.state.people.items():
            if self.room.state.seats[now.seat].place is Place.MAIN:
                for other in self.setup.people if self.setup.proof and self.rng.random() < 0.5 else ():
                    self.attempt(cmd.ConfirmAbsent(person, other))
                for waiting in seats:
                    if self.room.state.seats[waiting].place is Place.WAITING:
                        self.attempt(cmd.Admit(person, waiting))

    def step(self, number: int) -> None:
        """Do one thing, chosen by ``number``."""
        self.rng = Random(number)
        roll = self.rng.random()
        if self.room.state.phase is Phase.ENDED and roll < 0.3:
            self.meet_again()
        elif roll < 0.14:
            self.let_time_pass()
        elif roll < 0.16:
            self.hear()
        elif roll < 0.166:
            self.restart()
        else:
            command = random_command(self.rng, self.context)
            if command is not None:
                self.attempt(command)

    def meet_again(self) -> None:
        """The same people meet another evening and may continue what they left unfinished."""
        self.compare_with_replay()
        self.told.append(f"{self.now - START:.3f} another evening")
        self.setup = replace(self.setup, kept=tuple(self.room.state.kept))
        self.room = Room(self.setup, library=LIBRARY, lookups=LookupCache())
        self.stored, self.untold, self.screens = [], [], self._screens()
        self.open()

    # Actions.

    def attempt(self, command: cmd.Command) -> None:
        """Somebody sends a command; a refusal changes nothing."""
        self.told.append(f"{self.now - START:.3f} {command}")
        before = Before.of(self.context)
        seq = self.room.state.floor.seq
        mark = self._mark()
        try:
            records = self.room.handle(command, self.now)
        except Refused as refused:
            self.counts[f"refused {refused.code}"] += 1
            self._compare(mark, "a refusal changed something")
            self._after(before, command, [])
            return
        self._check_fresh(command, before, seq)
        if not records and not isinstance(command, cmd.SideChannelCommand):
            self._compare(mark, "something changed without an event")
        self._after(before, command, records)
        self._check_fallback(command)

    def let_time_pass(self) -> None:
        """Advance to the next deadline, to just before it, or beyond it; the room wakes up in time, or late."""
        due = self.room.next_deadline()
        roll = self.rng.random()
        self.told.append(f"{self.now - START:.3f} time passes")
        if due is not None and roll < 0.6:
            self.now = max(self.now, due)
            self._wake()
            return
        end = self.now + self.rng.choice([0.0, 0.5, 3.0, 10.0, 31.0, 70.0])
        if roll < 0.63:
            end = self.now + self.rng.choice([200.0, 400.0, 1_000.0])
        if roll < 0.9:
            while (due := self.room.next_deadline()) is not None and due <= end:
                self.now = max(self.now, due)
                self._wake()
            self.now = end
        elif roll < 0.95:
            self.now = end
            self._wake()
        else:
            # A command may arrive a moment before the room wakes up.
            self.now = end

    def _wake(self) -> None:
        before, due = Before.of(self.context), self.room.next_deadline()
        mark = self._mark(always=True)
        records = self.room.on_deadline(self.now)
        later = self.room.next_deadline()
        assert later is None or later > self.now, "a deadline stayed due"
        if due is not None and due <= self.now:
            assert mark != self._mark(always=True), "nothing came of a deadline"
        self._after(before, "time", records)

    def hear(self) -> None:
        """The relay reports who speaks; F7: nothing is decided by it."""
        seats = list(self.setup.seats)
        spoke = [
            SpeechInterval(seat, self.now - self.rng.random() * 20, self.now)
            for seat in self.rng.sample(seats, min(3, len(seats)))
        ]
        state = self.room.state
        position, dues = state.position, self._dues_of_rules()
        listen(self.context, spoke, frozenset(self.rng.sample(seats, 1)))
        some = frozenset(self.rng.sample(seats, self.rng.randint(0, min(2, len(seats)))))
        hear(self.context, self.rng.choice([some, frozenset(), None]))
        assert state.position == position, "F7: sound made an event"
        assert self._dues_of_rules() == dues, "F7: sound made a deadline"
        assert self.room.next_deadline() == min(self._dues(), default=None), "the deadlines that are kept"
        self.told.append("the relay tells who speaks")

    def restart(self) -> None:
        """The service was away for a while."""
        self.told.append(f"{self.now - START:.3f} restart")
        before = Before.of(self.context)
        self.compare_with_replay()
        log = self._log()
        check_standstill(self.setup, log, away_s=self.rng.choice([0.5, 40.0, 3_600.0]))
        self.room = Room(self.setup, log, LIBRARY, LookupCache())
        self.now += self.rng.choice([0.0, 5.0, 40.0, 1_000.0, 86_400.0])
        self.screens, self.untold = self._screens(), []
        if self.room.state.phase is not Phase.ENDED:
            self._after(before, "restart", self.room.on_restart(self.now))
        assert not any(seat.online for seat in self.room.state.seats.values())

    def compare_with_replay(self) -> None:
        """F10: the log, written and read again, restores the room."""
        replayed = Room(self.setup, self._log(), LIBRARY)
        assert replayed.state == self.room.state, "F10: the log does not give the room back"

    # Checks.

    def _log(self) -> list[Recorded]:
        return [
            Recorded(position, at, decode_event(kind, json.loads(payload)))
            for position, at, kind, payload in self.stored
        ]

    def _mark(self, *, always: bool = False) -> bytes:
        """Return the complete state as bytes; empty in most steps, because it is slow."""
        if not always and self.steps % DEEP_EVERY:
            return b""
        return pickle.dumps((self.room.state, self.room.side_channels))

    def _compare(self, mark: bytes, complaint: str) -> None:
        if mark and mark != self._mark(always=True):
            assert pickle.loads(mark)[0] == self.room.state, complaint

    def _after(self, before: Before, cause: Cause, records: list[Recorded]) -> None:
        self.steps += 1
        state = self.room.state
        for record in records:
            kind, payload = encode_event(record.event)
            text = json.dumps(payload)
            assert decode_event(kind, json.loads(text)) == record.event, "F10: not the same after JSON"
            self.stored.append((record.position, record.at, kind, text))
            self.counts[kind] += 1
        check_seq(before, state)
        check_holders(before.holder, records, state.floor.holder)
        check_turns(before, cause, records, self.context)
        _check_moves(records)
        check_state(self.context)
        if records or not self.steps % DEEP_EVERY:
            check_plan(self.setup, state, build_plan(self.setup, state).seats)
        self.untold += records
        compare = self.always or not self.steps % LOOK_EVERY
        if compare or self.closely:
            self.look(compare=compare)
        if not self.steps % DEEP_EVERY:
            assert self.room.next_deadline() == min(self._dues(), default=None), "the deadlines that are kept"
        if not self.steps % COPY_EVERY:
            self.try_on_a_copy()
        if self.always or not self.steps % COPY_EVERY:
            self._check_rest()

    def look(self, *, compare: bool = True) -> None:
        """Everybody is told what has happened and looks at their screens."""
        self.screens.follow(self.room, self.context, self.untold, compare=compare)
        self.untold = []

    def _screens(self) -> Screens:
        seats = list(self.setup.seats)
        if self.closely:
            return Screens(self.setup, seats, outside=self.always)
        return Screens(self.setup, self.rng.sample(seats, min(VIEWERS, len(seats))))

    def _dues(self) -> list[float]:
        context = self.room.context(self.room.state.last_at)
        return [due for part in PARTS for due in part.deadlines(context) if due is not None]

    def _dues_of_rules(self) -> list[float]:
        """Return when rules have something to do; adding speech to talk time does not count."""
        dues = self._dues()
        reading = airtime_deadline(self.context)
        if reading is not None and self.room.state.phase is not Phase.ENDED:
            dues.remove(reading)
        return sorted(dues)

    def _check_fresh(self, command: cmd.Command, before: Before, seq: int) -> None:
        """F1: a command that was applied was not stale; the seq only rises."""
        expected = getattr(command, "expected_seq", None)
        if expected is not None:
            mine = isinstance(command, _NEVER_STALE) and not (
                isinstance(command, cmd.PassTurn) and before.holder == command.by
            )
            assert mine or expected == seq, f"F1: {command} was stale"
        assert self.room.state.floor.seq >= seq, "F1"

    def _check_fallback(self, command: cmd.Command) -> None:
        """F11: one action returns the room to its base mode."""
        if isinstance(command, cmd.PauseProtocol | cmd.AbortProtocol):
            floor = self.room.state.floor
            assert floor_now(self.room.state) == (floor.mode, floor.mic_policy), "F11"

    def _check_rest(self) -> None:
        """Nothing was left unsettled because it was thought unchanged."""
        due = self.room.next_deadline()
        if due is None or due > self.now:
            copy = self._copy()
            copy.state.changed = ALL
            assert copy._settled(copy.context(self.now)) == [], (
                "a rule that was not asked had something to say"
            )

    def try_on_a_copy(self) -> None:
        """F5: a pass looks like a release; F11, F12: a pause and a crisis break work."""
        state = self.room.state
        leaders = [p for p in state.people if self.context.leads(p) and self.context.is_in_room(p)]
        if state.phase is not Phase.LIVE or not leaders:
            return
        if state.run:
            copy = self._copy()
            copy.handle(cmd.PauseProtocol(leaders[0]), self.now)
            assert copy.state.run is None, "F11"
        if all(run.protocol != "crisis_break" for run in state.runs):
            copy = self._copy()
            copy.handle(cmd.StartProtocol(leaders[0], "crisis_break", state.floor.seq), self.now)
            assert copy.state.runs[-1].protocol == "crisis_break", "F12"
            assert floor_now(copy.state)[0] is FloorMode.QUIET, "F12"
        turn = state.floor.holder
        if turn and not state.runs:
            told = [
                self._told_to_members(command(turn.person, state.floor.seq))
                for command in (cmd.PassTurn, cmd.ReleaseFloor)
            ]
            assert told[0] == told[1], "F5: the group sees that somebody passed"

    def _copy(self) -> Room:
        copy = Room(self.setup, library=LIBRARY)
        copy.state, copy.side_channels = deepcopy((self.room.state, self.room.side_channels))
        return copy

    def _told_to_members(self, command: cmd.Command) -> list[object]:
        """Return what members' screens show and hear if this is done, on a copy."""
        copy = self._copy()
        records = copy.handle(command, self.now)
        context = copy.context(self.now)
        seats: list[SeatId] = [
            seat
            for seat, now in copy.state.seats.items()
            if now.place is not Place.OUTSIDE and not context.is_staff(seat)
        ]
        views = build_views(context, seats)
        return [(views[seat], visible_events(context, seat, records)) for seat in seats]


def _check_moves(records: list[Recorded]) -> None:
    """A person who changes seats is present without a gap and never twice."""
    ended: dict[str, float] = {}
    for record in records:
        match record.event:
            case ev.PresenceEnded(person=person):
                assert person not in ended, "presence ended twice"
                ended[person] = record.at
            case ev.PresenceBegan(person=person):
                assert ended.pop(person, record.at) == record.at, "a gap in presence"
