"""Random evenings with couples: where everybody sits, whose voice it is, and that no shared screen has a secret."""

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, SeatId
from rooms.model.library import LibraryIndex, PromptRule
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy, RoomPolicy
from rooms.plan import build_plan
from rooms.room import Room
from rooms.rules.parts import PARTS
from rooms.rules.protocols import declaration as words
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.declaration import Act, ProtocolRules, Step
from rooms.rules.protocols.engine import acts_of, on_stage, useful_acts
from rooms.rules.protocols.stage import Stage
from rooms.state import Place
from rooms.views.build import View, build_views
from rooms.views.events import visible_events
from tests.support.rooms.couples import COUPLE_SEAT, OTHER_COUPLE, PHONES, build_couples
from tests.support.rooms.setups import ANA_SEAT, STAFF_SEAT, START, THERAPIST
from tests.support.thorough import examples

SETUP = build_couples(RoomPolicy(max_seats=6, hold_s=10.0, absence_s=150.0))
PEOPLE = st.sampled_from(sorted(SETUP.people))
MEMBERS = st.sampled_from(sorted(set(SETUP.people) - {THERAPIST}))
SEATS = st.sampled_from(sorted(SETUP.seats))
COUPLES = st.sampled_from([COUPLE_SEAT, OTHER_COUPLE])
OWNERS = st.sampled_from(sorted(PHONES.items()))
HANDLED = {command for part in PARTS for command in part.handlers}

# A protocol with everything that may go wrong with a secret: facts for one, a private action, a voice that is due.


def _only(person: str) -> str:
    return f"only for {person}"


def _begin(stage: Stage) -> None:
    stage.go("whisper", for_s=40, turn=0)


def _turn(stage: Stage, by: PersonId | None = None, values: dict[str, Any] | None = None) -> None:
    people = stage.participants()
    turn = stage.memory["turn"] + 1
    stage.go("whisper", for_s=40, turn=turn, due_voice=people[turn % len(people)] if people else None)


WHISPERS = ProtocolRules(
    id="whispers",
    roles=(),
    options={},
    steps={
        "whisper": Step(
            FloorMode.DYAD,
            acts={"rate": Act((words.PARTICIPANT,), private=True), "turn": Act((words.ANYONE,))},
        )
    },
    begin=_begin,
    acts={"rate": lambda stage, by, values: None, "turn": _turn},
    due=_turn,
    interrupts=True,
    personal=lambda stage, person: {"secret": _only(person)},
)

_PRIVATE_KEYS = {"overrun", "closing", "split_asked", "merge", "home", "leading", "waiting"}
_PRIVATE_REQUESTS = {"split.ask", "airtime.show", "prompt.dismiss"}
_TOLD_TO_NOBODY = {"split.answered", "seat.split", "merge.agreed", "seat.merged", "staff.distress"}
_TOLD_TO_STAFF = {"split.asked", "seat.voice_asked", "turn.wrap_up", "turn.overrun", "staff.come_back"}


def _keys(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)


class RandomEvening(RuleBasedStateMachine):
    """Two couples, three phones, seven seats for six slots; anybody may try anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        CATALOG["whispers"] = WHISPERS  # type: ignore[index]  # a dict behind a Mapping
        self.library = LibraryIndex(prompts={"only.for.one": PromptRule("", "", "all")})
        self.room = Room(SETUP, library=self.library)
        self.now = START
        self.log: list[ev.Recorded] = []

    def teardown(self) -> None:
        del CATALOG["whispers"]  # type: ignore[attr-defined]

    @initialize(asks=st.none() | OWNERS, agreed=st.booleans())
    def everybody_is_in_the_room(self, asks: tuple[SeatId, PersonId] | None, agreed: bool) -> None:
        """With their phones; somebody may have asked for a seat of their own, and have it."""
        for seat in (STAFF_SEAT, ANA_SEAT, COUPLE_SEAT, OTHER_COUPLE):
            self.attempt(cmd.Attach(seat, mic=True, camera=True))
            self.attempt(cmd.MediaUp(seat))
        self.attempt(cmd.AdmitAll(THERAPIST))
        for phone in PHONES:
            self.attempt(cmd.Attach(phone, mic=True, camera=True))
        if asks:
            self.attempt(cmd.AskSplit(asks[1], asks[0], on=True, apart=True))
            if agreed:
                self.attempt(cmd.AnswerSplit(THERAPIST, asks[1], agree=True))
                self.attempt(cmd.MediaUp(asks[0]))

    def attempt(self, command: cmd.Command) -> None:
        if type(command) not in HANDLED:
            return
        before = copy.deepcopy(self.room.state)
        try:
            records = self.room.handle(command, self.now)
        except Refused:
            assert self.room.state == before, "a refusal changed something"
            return
        handed = [record.event for record in records if isinstance(record.event, ev.TurnHeld)]
        if handed:
            assert before.floor.holder is not None
            assert handed[0].by in (before.floor.holder.person, THERAPIST), "F4"
        self.take(records)

    def take(self, records: list[ev.Recorded]) -> None:
        self.log += records
        context = self.room.context(self.now)
        for seat in SETUP.seats:
            told = {event["kind"] for event in visible_events(context, seat, records)}
            assert not told & _TOLD_TO_NOBODY
            assert seat == STAFF_SEAT or not told & _TOLD_TO_STAFF

    @property
    def seq(self) -> int:
        return self.room.state.floor.seq

    # What happens.

    @rule(seat=SEATS, mic=st.booleans())
    def a_client_comes(self, seat: SeatId, mic: bool) -> None:
        self.attempt(cmd.Attach(seat, mic, camera=True))
        self.attempt(cmd.Admit(THERAPIST, seat))

    @rule(seat=SEATS, kind=st.sampled_from([cmd.MediaUp, cmd.MediaUp, cmd.MediaDown, cmd.Detach]))
    def a_connection_changes(self, seat: SeatId, kind: type) -> None:
        self.attempt(kind(seat))

    @rule(by=MEMBERS, via=SEATS, mic=st.booleans())
    def somebody_leaves_or_switches(self, by: PersonId, via: SeatId, mic: bool) -> None:
        self.attempt(cmd.SetDevices(by, mic, camera=True, via=via) if mic else cmd.Leave(by, via))

    @rule(seat=SEATS)
    def a_seat_is_moved_out(self, seat: SeatId) -> None:
        self.attempt(cmd.MoveToWaiting(THERAPIST, seat))

    @rule(by=MEMBERS, kind=st.sampled_from([cmd.RequestFloor, cmd.PassTurn, cmd.ReleaseFloor]))
    def a_floor_intent(self, by: PersonId, kind: type) -> None:
        self.attempt(kind(by, self.seq))

    @rule(person=MEMBERS, then=st.none() | MEMBERS, limit_s=st.sampled_from([5.0, 20.0, None]))
    def the_floor_is_given(self, person: PersonId, then: PersonId | None, limit_s: float | None) -> None:
        self.attempt(cmd.AbortProtocol(THERAPIST))
        self.attempt(cmd.GrantFloor(THERAPIST, person, self.seq, limit_s, then))

    @rule(mode=st.sampled_from([FloorMode.OPEN, FloorMode.QUEUE]), mic=st.sampled_from(MicPolicy))
    def the_mode_changes(self, mode: FloorMode, mic: MicPolicy) -> None:
        self.attempt(cmd.SetFloorMode(THERAPIST, mode, mic, GrantRule.WHEN_FREE, self.seq))

    @rule(by=MEMBERS, on=st.booleans())
    def a_voice_is_asked_for(self, by: PersonId, on: bool) -> None:
        self.attempt(cmd.AskVoice(by, on))

    @rule(by=PEOPLE, seat=COUPLES, person=st.none() | MEMBERS)
    def a_voice_is_given(self, by: PersonId, seat: SeatId, person: PersonId | None) -> None:
        self.attempt(cmd.GiveVoice(by, seat, person))

    @rule(owner=OWNERS, on=st.sampled_from([True, True, False]), apart=st.sampled_from([True, True, False]))
    def a_split_is_asked_for(self, owner: tuple[SeatId, PersonId], on: bool, apart: bool) -> None:
        self.attempt(cmd.Attach(owner[0], mic=True, camera=True))
        self.attempt(cmd.AskSplit(owner[1], owner[0], on, apart))

    @rule(owner=OWNERS, agree=st.sampled_from([True, True, False]), up=st.booleans())
    def a_split_is_answered(self, owner: tuple[SeatId, PersonId], agree: bool, up: bool) -> None:
        asking = [person for person, now in self.room.state.people.items() if now.split_asked]
        person = asking[0] if asking else owner[1]
        self.attempt(cmd.AnswerSplit(THERAPIST, person, agree))
        if up:
            self.attempt(cmd.MediaUp(SETUP.companion_of(person) or owner[0]))

    @rule(by=MEMBERS, on=st.booleans(), both=st.booleans())
    def a_merge_is_agreed_to(self, by: PersonId, on: bool, both: bool) -> None:
        self.attempt(cmd.AgreeToMerge(by, on))
        partner = self.room.context(self.now).partner_of(by)
        if both and partner:
            self.attempt(cmd.AgreeToMerge(partner, on))

    @rule(protocol=st.sampled_from(["whispers", *sorted(CATALOG)]))
    def a_protocol_starts(self, protocol: str) -> None:
        self.attempt(cmd.StartProtocol(THERAPIST, protocol, self.seq))

    @rule(by=PEOPLE, via=SEATS, pick=st.integers(0, 7))
    def somebody_acts_in_it(self, by: PersonId, via: SeatId, pick: int) -> None:
        acts = acts_of(self.room.context(self.now), by)
        if acts and by in self.room.state.seats[via].occupants:
            self.attempt(cmd.ActInProtocol(by, via, acts[pick % len(acts)], self.seq))

    @rule(kind=st.sampled_from([cmd.PauseProtocol, cmd.ResumeProtocol, cmd.AbortProtocol]))
    def a_protocol_is_stopped(self, kind: type) -> None:
        self.attempt(kind(THERAPIST))

    @rule(person=MEMBERS, via=SEATS)
    def something_is_meant_for_one(self, person: PersonId, via: SeatId) -> None:
        self.attempt(cmd.SendMessage(THERAPIST, STAFF_SEAT, person, _only(person)))
        self.attempt(cmd.SendPrompt(THERAPIST, "only.for.one", person))
        self.attempt(cmd.MarkDistress(THERAPIST, person, on=True))
        if person in self.room.state.seats[via].occupants:
            self.attempt(cmd.ShowAirtime(person, via, on=True))

    @rule(seconds=st.floats(0.01, 90))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds
        for _ in range(9):
            due = self.room.next_deadline()
            if due is None or due > self.now:
                return
            self.take(self.room.on_deadline(self.now))
        raise AssertionError("a deadline stayed due")

    @rule()
    def the_service_restarts(self) -> None:
        restored = Room(SETUP, self.log, self.library)
        assert restored.state == self.room.state, "replay differs from the live state"
        restored.side_channels = self.room.side_channels
        self.room = restored
        self.take(restored.on_restart(self.now))

    # What holds.

    @invariant()
    def everybody_sits_on_one_seat(self) -> None:
        state = self.room.state
        for person, now in state.people.items():
            assert person in state.seats[now.seat].occupants
            assert state.seats[now.seat].place is not Place.COMPANION
            apart = now.seat != SETUP.seat_of(person)
            assert (person in state.seats[SETUP.seat_of(person)].occupants) is not apart
        for phone, owner in PHONES.items():
            assert state.seats[phone].occupants == (owner,)
        for seat in (COUPLE_SEAT, OTHER_COUPLE):
            assert state.seats[seat].occupants, "somebody still sits there"

    @invariant()
    def phones_have_no_media_and_slots_are_different(self) -> None:
        state, plan = self.room.state, build_plan(SETUP, self.room.state)
        for phone in PHONES:
            if state.seats[phone].place in (Place.COMPANION, Place.OUTSIDE):
                assert phone not in plan.seats
                assert not state.seats[phone].mic
        slots = [gate.slot for gate in plan.seats.values()]
        assert len(slots) == len(set(slots))

    @invariant()
    def the_voice_is_the_holders_or_the_one_who_is_due(self) -> None:
        state = self.room.state
        due = state.run.memory.get("due_voice") if state.run else None
        for seat in state.seats.values():
            if not seat.shared:
                assert seat.voice is seat.voice_asked is None
                continue
            assert seat.voice is None or seat.voice in seat.occupants
            assert seat.voice_asked is None or seat.voice not in (None, seat.voice_asked)
            holder = state.floor.holder
            if due in seat.occupants:
                assert seat.voice == due
            elif holder and holder.person in seat.occupants:
                assert seat.voice == holder.person

    @invariant()
    def nobody_is_present_without_a_client_or_twice(self) -> None:
        present = self.room.state.present
        began = [record.event for record in self.log if isinstance(record.event, ev.PresenceBegan)]
        ended = [record.event for record in self.log if isinstance(record.event, ev.PresenceEnded)]
        assert len(began) - len(ended) == len(present)
        for person, (seat, _) in present.items():
            assert self.room.state.people[person].seat == seat
            assert self.room.state.seats[seat].online

    @invariant()
    def nothing_private_is_on_a_shared_screen(self) -> None:
        """F9, over every section of the view of every kind of seat."""
        context = self.room.context(self.now)
        for seat, view in build_views(context, SETUP.seats).items():
            now = self.room.state.seats[seat]
            if now.shared:
                self.check_shared(view)
            elif seat != STAFF_SEAT:
                self.check_own(seat, view)

    def check_shared(self, view: View) -> None:
        assert not set(_keys(view)) & _PRIVATE_KEYS
        assert not any("airtime" in key or "split" in key for key in _keys(view))
        assert "only for" not in str(view)
        assert "only.for.one" not in str(view)
        you = view["you"]
        for person in you["people"]:
            assert not set(you["can"][person]) & _PRIVATE_REQUESTS
            assert set(you["run"][person]) <= {"acts", "main", "starts"}
            assert you["run"][person].get("main") in (None, *you["run"][person].get("acts", ()))
            for name in you["run"][person].get("acts", ()):
                run = self.room.state.run
                assert run is not None
                assert not CATALOG[run.protocol].steps[run.step].acts[name].private

    def check_own(self, seat: SeatId, view: View) -> None:
        """What is one person's is on that person's own screen, a phone above all, and nobody else's is."""
        state, context = self.room.state, self.room.context(self.now)
        (person,) = state.seats[seat].occupants
        assert all(_only(other) not in str(view) for other in SETUP.people if other != person)
        assert view["you"].get("split_asked", False) == state.people[person].split_asked
        run = state.run
        if run and context.is_in_room(person):
            stage = on_stage(context, run)
            assert view["you"]["run"][person]["facts"] == CATALOG[stage.rules.id].personal(stage, person)
            assert view["you"]["run"][person]["acts"] == useful_acts(
                context, person, acts_of(context, person)
            )
        holder = state.floor.holder
        if holder and holder.person == person:
            assert view["you"]["turn"]["overrun"] == holder.overrun


TestRandomEvening = RandomEvening.TestCase
TestRandomEvening.settings = settings(max_examples=examples(60), stateful_step_count=50, deadline=None)
