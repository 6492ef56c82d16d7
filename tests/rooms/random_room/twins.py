"""Two evenings that differ only in something private to somebody: everybody else must be told the same.

Both go through the room, its gates and its viewers as in the actor, at the same virtual times. ``clean`` are the seats
that may know of no difference so far: they must be told the same byte for byte, in the same order, at the same times,
and refused with the same codes.
"""

import pickle
from collections import defaultdict
from dataclasses import replace
from random import Random
from typing import Any

import msgspec

from rooms.incremental.broadcaster import Broadcaster
from rooms.incremental.lookup_cache import LookupCache
from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.events import Recorded
from rooms.model.ids import SeatId
from rooms.model.people import READY, RoomSetup
from rooms.model.quality import Grade, SeatQuality
from rooms.room import Room
from rooms.rules.context import RuleContext
from rooms.rules.side_channels.hearing import listen
from rooms.runtime.viewers import Arrival, Viewers
from rooms.state import Phase, Place
from rooms.state.lookups import STAFF
from rooms.state.subjects import ALL
from rooms.talk_time.speech import SpeechInterval
from tests.rooms.random_room.moves import random_command
from tests.rooms.random_room.readers import company_of
from tests.rooms.random_room.secrets import around, is_released, secret_of, waits_unseen
from tests.rooms.random_room.setups import LIBRARY
from tests.support.rooms.setups import START

__all__ = ["Twins"]

_Outcome = tuple[str, str | None] | None
_encode = msgspec.json.Encoder().encode


class _Screen:
    """One socket; it records everything that it is sent, and when."""

    def __init__(self, half: "_Half", seat: SeatId) -> None:
        self.half, self.seat, self.seq = half, seat, 0

    def _write(self, *told: Any) -> None:
        self.half.told[self.seat].append((self.half.now, *told))

    def welcome(self, arrival: Arrival) -> None:
        view = None if arrival.view is None else _encode(arrival.view)
        self.seq = arrival.seq
        self._write("welcome", arrival.slot, arrival.seq, view, arrival.missed)

    def deliver(self, change: Any) -> None:
        self.seq = change.seq
        self._write("changed", change.seq, change.told)

    def seated(self, slot: int | None) -> None:
        self._write("seated", slot)

    def dismiss(self, code: str) -> None:
        self._write("bye", code)


class _Half:
    """One of the two evenings."""

    def __init__(self, setup: RoomSetup) -> None:
        self.room = Room(setup, library=LIBRARY, lookups=LookupCache())
        self.now = START
        self.told: dict[SeatId, list[tuple[Any, ...]]] = defaultdict(list)
        self._broadcaster = Broadcaster(setup)
        self._viewers = Viewers(setup.id, self._broadcaster, lambda seat: None)
        self._screens: dict[SeatId, _Screen] = {}

    @property
    def context(self) -> RuleContext:
        return self.room.context(self.now)

    def attempt(self, command: cmd.Command) -> tuple[_Outcome, list[Recorded]]:
        """Do it without telling anybody yet."""
        try:
            return None, self.room.handle(command, self.now)
        except Refused as refused:
            return (refused.code, refused.reason), []

    def tell(self, records: list[Recorded], command: cmd.Command | None = None) -> None:
        self._viewers.hear(self.context, records, self.room.untold)
        self._broadcaster.next_plan(self.room)
        self._viewers.tell(self.context)
        if isinstance(command, cmd.Detach) and command.seat in self._screens:
            self._viewers.remove(command.seat, self._screens[command.seat])
        if isinstance(command, cmd.Attach) and self.room.state.seats[command.seat].place is not Place.OUTSIDE:
            old, new = self._screens.get(command.seat), _Screen(self, command.seat)
            self._screens[command.seat] = new
            self._viewers.welcome(self.context, command.seat, new, old.seq if old else None)

    def do(self, command: cmd.Command) -> None:
        outcome, records = self.attempt(command)
        if outcome is None:
            self.tell(records, command)

    def wait(self, end: float) -> None:
        while (due := self.room.next_deadline()) is not None and due <= end:
            self.now = max(self.now, due)
            self.tell(self.room.on_deadline(self.now))
        self.now = end

    def save(self) -> tuple[bytes, int]:
        return pickle.dumps((self.room.state, self.room.side_channels)), self.room.untold

    def load(self, saved: tuple[bytes, int]) -> None:
        self.room.state, self.room.side_channels = pickle.loads(saved[0])
        self.room.untold, self.room._unread = saved[1], ALL


def _difference(one: list[tuple[Any, ...]], other: list[tuple[Any, ...]]) -> str:
    """Return where the two begin to differ."""
    first, second = ("\n".join(map(str, told)) for told in (one, other))
    same = next((n for n, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), 0)
    return f"after {first[max(0, same - 300) : same]!r}: {first[same : same + 200]!r} / {second[same : same + 200]!r}"


class Twins:
    """A pair of evenings.

    Attributes:
        clean: The seats that may know of no difference.
        varied: What was done differently, and how often.
        story: Everything that was done, for whoever reads a failure.
    """

    def __init__(self, setup: RoomSetup, rng: Random) -> None:
        self.setup, self.rng = setup, rng
        self.left, self.right = _Half(setup), _Half(setup)
        self.clean = set(setup.seats)
        seats = list(setup.seats)
        self.watched = set(rng.sample(seats, rng.randint(1, max(1, len(seats) // 3))))
        """Nothing that these may know is varied."""
        self.varied: dict[str, int] = defaultdict(int)
        self.story: list[str] = []
        self._talk_varied = False

    def open(self) -> None:
        """Nearly everybody arrives."""
        for seat in sorted(self.setup.seats, key=lambda seat: self.setup.seats[seat].companion):
            for person in self.setup.seats[seat].occupants if self.rng.random() < 0.85 else ():
                self._both(cmd.Prove(seat, person))
                self._both(cmd.ReportReadiness(person, READY))
            if self.rng.random() < 0.85:
                self._both(cmd.Attach(seat, True, True))
                self._both(cmd.MediaUp(seat))
        staff = [p.id for p in self.setup.people.values() if p.role in STAFF]
        for seat in self.setup.seats:
            if self.left.room.state.seats[seat].place is Place.WAITING:
                self._both(cmd.Admit(staff[0], seat))

    def step(self) -> None:
        """Do one thing, perhaps differently in one of the two; then compare."""
        rng, roll = self.rng, self.rng.random()
        if roll < 0.2:
            end = self.left.now + rng.choice([0.0, 0.5, 3.0, 10.0, 31.0, 61.0])
            self.story.append(f"{end - START:.3f} time passes")
            self.left.wait(end)
            self.right.wait(end)
        elif roll < 0.3:
            self._beside()
        else:
            command = random_command(rng, self.left.context)
            if command is not None and not isinstance(command, cmd.EndSession):
                self._command(command)
        self.compare()

    def compare(self) -> None:
        """Everybody who may know of no difference is told the same."""
        for seat in self.clean:
            one, other = self.left.told[seat], self.right.told[seat]
            assert one == other, f"{seat} can tell: {_difference(one, other)}\n" + "\n".join(self.story[-6:])
            one.clear()
            other.clear()

    # Actions.

    def _command(self, command: cmd.Command) -> None:
        context = self.left.context
        secret = secret_of(context, command)
        other: cmd.Command | None = command
        if secret and self.rng.random() < 0.7:
            readers = secret.readers(context, command) | secret.readers(self.right.context, command)
            if not readers & self.watched:
                other = secret.vary(self.rng, context, command)
                if other != command:
                    self.varied[secret.what] += 1
                    self.clean -= readers
        self._both(command, other)

    def _both(self, command: cmd.Command, other: cmd.Command | None = ...) -> None:  # type: ignore[assignment]
        other = command if other is ... else other
        self.story.append(
            f"{self.left.now - START:.3f} {command}" + ("" if other == command else f" / {other}")
        )
        if other is not None and is_released(self.left.room.state, self.right.room.state, command):
            return
        saved = (self.left.save(), self.right.save()) if self.varied else None
        (one, records), (two, others) = self.left.attempt(command), self._attempt_other(other)
        if other is not None and one != two:
            assert saved is not None, "nothing was varied yet"
            assert not self._asker_is_clean(command, other), (
                f"{command} is answered with {one}, and with {two}",
                self.story[-4:],
            )
            # The secret decides what somebody who may know it can do, so it is done in neither of the two.
            self.left.load(saved[0])
            self.right.load(saved[1])
            return
        if one is None:
            self._take_note(command)
            self.left.tell(records, command)
        if other is not None and two is None:
            self.right.tell(others, other)

    def _attempt_other(self, other: cmd.Command | None) -> tuple[_Outcome, list[Recorded]]:
        return (None, []) if other is None else self.right.attempt(other)

    def _asker_is_clean(self, command: cmd.Command, other: cmd.Command) -> bool:
        by = getattr(command, "by", None)
        if command != other or by not in self.setup.people:
            return False
        state = self.left.room.state
        return {seat for seat, now in state.seats.items() if by in now.occupants} <= self.clean

    def _take_note(self, command: cmd.Command) -> None:
        """Record who now knows, because of their place, what was private to others before."""
        state = self.left.room.state
        match command:
            case cmd.SetRole():
                self.clean -= {seat for seat in state.seats if self.left.context.is_staff(seat)}
            case cmd.AnswerSplit(agree=True, person=person):
                couple = self.setup.seats[self.setup.seat_of(person)].occupants
                mine = {seat for seat, now in state.seats.items() if set(now.occupants) & set(couple)}
                if not mine <= self.clean:
                    self.clean -= mine
            case cmd.ShowAirtime(by=by) if self._talk_varied:
                self.clean -= {seat for seat, now in state.seats.items() if by in now.occupants}

    # What is not a command, or happens in only one of the two.

    def _beside(self) -> None:
        kinds = [
            self._somebody_waits,
            self._quality,
            self._notice,
            self._talk,
            self._side_channels,
            self._phone,
            self._proof,
            self._readiness,
        ]
        self.rng.choice(kinds)()

    def _vary(self, what: str, known_to: set[SeatId]) -> bool:
        if known_to & self.watched or self.left.room.state.phase is Phase.ENDED:
            return False
        self.story.append(f"{self.left.now - START:.3f} {what}")
        self.varied[what] += 1
        self.clean -= known_to
        return True

    def _staff(self) -> set[SeatId]:
        return {seat for seat in self.setup.seats if self.left.context.is_staff(seat)}

    def _somebody_waits(self) -> None:
        """PROTOCOL.md section 5: only staff see who waits."""
        halves = (self.left.context, self.right.context)
        seats = [seat for seat in self.setup.seats if all(waits_unseen(half, seat) for half in halves)]
        big = sum(not seat.companion for seat in self.setup.seats.values()) <= self.setup.policy.max_seats
        if seats and big:
            seat = self.rng.choice(seats)
            people = self.setup.seats[seat].occupants
            mine = {each.id for each in self.setup.seats.values() if set(each.occupants) & set(people)}
            if self._vary("somebody comes to the waiting room", {*mine, *self._staff()}):
                self.right.do(cmd.Attach(seat, True, True))

    def _proof(self) -> None:
        """ROOMS.md, Who is there: only staff and the people of a seat know who has shown who they are."""
        halves = (self.left.context, self.right.context)
        missing = [
            person
            for person in self.setup.people
            if not self.left.context.is_staff_person(person)
            and any(not half.is_known(person) for half in halves)
        ]
        if missing:
            person = self.rng.choice(missing)
            seat = self.setup.seat_of(person)
            if self._vary("somebody shows who they are", {*company_of(halves[0], person), *self._staff()}):
                self.right.do(cmd.Prove(seat, person))

    def _readiness(self) -> None:
        """ROOMS.md, Who is there: why staff hold somebody, and what they should know of them, is for staff alone."""
        person = self.rng.choice(list(self.setup.people))
        if self._vary("staff hold somebody", self._staff()):
            now = self.right.room.state.people[person].readiness
            held = replace(now, holds=("licence",), notes=("not_alone",))
            self.right.do(cmd.ReportReadiness(person, held))

    def _quality(self) -> None:
        """PROTOCOL.md section 6: no member learns about another's connection."""
        seat = self.rng.choice(list(self.setup.seats))
        if self._vary("a connection is poor", {seat, *self._staff()}):
            poor = SeatQuality(Grade.POOR, Grade.GOOD, ("up.loss",))
            self.right.room.side_channels.quality = {**self.right.room.side_channels.quality, seat: poor}
            self._poke()

    def _notice(self) -> None:
        """PROTOCOL.md section 5: notices are for staff."""
        if self._vary("the database is away", self._staff()):
            self.right.room.side_channels.notices = self.right.room.side_channels.notices ^ {"storage_behind"}
            self._poke()

    def _talk(self) -> None:
        """docs/domain.md, Talk time: it is for facilitators, except for one word to a person who asks."""
        state = self.left.room.state
        asked = {
            p for p, now in state.people.items() if now.airtime or self.right.room.state.people[p].airtime
        }
        seats = {seat for seat, now in state.seats.items() if asked & set(now.occupants)}
        if self._vary("somebody spoke for longer", {*seats, *self._staff()}):
            self._talk_varied = True
            now, seat = self.right.now, self.rng.choice(list(self.setup.seats))
            listen(self.right.context, [SpeechInterval(seat, now - 20, now)], frozenset())
            self._poke()

    def _side_channels(self) -> None:
        """ROOMS.md: people see only what happens in their own space."""
        both = (self.left.room.state, self.right.room.state)
        seats = [
            seat
            for seat in self.setup.seats
            if all(s.seats[seat].place is Place.PRIVATE and s.seats[seat].online for s in both)
            and not self.left.context.is_staff(seat)
        ]
        if seats:
            seat = self.rng.choice(seats)
            now = self.right.room.state.seats[seat]
            if self._vary(
                "something happens in a private room", around(self.left.context, seat) | self._staff()
            ):
                self.right.do(cmd.SetDevices(now.occupants[0], not now.mic, now.camera))
                self.right.do(cmd.Detach(seat))
                self.right.do(cmd.Attach(seat, now.mic, now.camera))

    def _phone(self) -> None:
        """ROOMS.md, couples: a phone belongs to its owner; staff are told of its connection.

        The partner knows, too: which prompt the shared screen shows depends on whether the phone takes the other one.
        """
        both = (self.left.room.state, self.right.room.state)
        phones = [
            seat
            for seat, seating in self.setup.seats.items()
            if seating.companion
            and all(s.seats[seat].place in (Place.COMPANION, Place.OUTSIDE) for s in both)
            and all(s.people[seating.occupants[0]].seat != seat for s in both)
        ]
        if phones:
            phone = self.rng.choice(phones)
            seat = self.setup.seat_of(self.setup.seats[phone].occupants[0])
            couple = {
                each.id
                for each in self.setup.seats.values()
                if set(each.occupants) & set(self.setup.seats[seat].occupants)
            }
            if self._vary("a phone comes or goes", {phone, *couple, *self._staff()}):
                online = self.right.room.state.seats[phone].online
                self.right.do(cmd.Detach(phone) if online else cmd.Attach(phone, True, True))

    def _poke(self) -> None:
        """The actor notifies viewers after every input."""
        self.right.tell([])
