"""Properties of the floor: random people press random things while connections come and go."""

import copy

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.floor import HoldChoice, TurnPhase
from rooms.model.ids import PersonId
from rooms.model.policy.policy import FloorMode, GrantRule, MicPolicy, OverrunPolicy, RoomPolicy
from rooms.room import Room
from rooms.rules.floor import FLOOR
from rooms.state import Phase, Place
from tests.support.rooms.floor import EVERYBODY, LEADING, everybody, happen
from tests.support.rooms.setups import ANA, BEN, CHLOE, ELENA, FINN, THERAPIST
from tests.support.thorough import examples

POLICY = RoomPolicy(hold_s=10.0, turn_s=30.0, overrun=OverrunPolicy.AUTO_RELEASE)
PEOPLE = st.sampled_from([ANA, BEN, CHLOE, ELENA, FINN, THERAPIST, *EVERYBODY])
MODES = st.sampled_from([FloorMode.QUEUE, FloorMode.POPCORN, FloorMode.OPEN, FloorMode.QUIET])


class RandomFloor(RuleBasedStateMachine):
    """A group with every role; anybody may try anything, on the current floor or a slightly older one."""

    def __init__(self) -> None:
        super().__init__()
        self.driver = everybody(POLICY)
        self.last_seq = 0

    def attempt(self, command: cmd.Command) -> None:
        state = self.driver.room.state
        before, seq, holder = copy.deepcopy(state), state.floor.seq, self.driver.holder
        try:
            self.driver.do(command)
        except Refused:
            assert self.driver.room.state == before, "a refusal changed something"
            return
        seen = getattr(command, "expected_seq", None)
        own = isinstance(command, cmd.RequestFloor | cmd.WithdrawRequest | cmd.PassTurn)
        assert seen is None or own or seen == seq, "F1: a stale intent was obeyed"
        if holder and self.driver.holder != holder:
            self.check_who_ended_it(command, holder)

    def check_who_ended_it(self, command: cmd.Command, holder: PersonId) -> None:
        """F4: the holder, whoever moderates, or the holder's own leaving."""
        by = getattr(command, "by", None)
        seat = self.driver.room.setup.seat_of(holder)
        left = isinstance(command, cmd.Leave) and self.driver.room.setup.seat_of(command.by) == seat
        assert left or by == holder or by in LEADING, f"{command} ended the turn of {holder}"

    @rule(by=PEOPLE, quick=st.booleans(), back=st.integers(0, 3))
    def raises_a_hand(self, by: PersonId, quick: bool, back: int) -> None:
        self.attempt(cmd.RequestFloor(by, max(0, self.driver.seq - back), quick))

    @rule(
        by=PEOPLE,
        kind=st.sampled_from([cmd.WithdrawRequest, cmd.PassTurn, cmd.ReleaseFloor]),
        back=st.integers(0, 2),
    )
    def acts(self, by: PersonId, kind: type, back: int) -> None:
        self.attempt(kind(by, max(0, self.driver.seq - back)))

    @rule(
        by=st.sampled_from([*LEADING, ANA]),
        kind=st.sampled_from([cmd.RevokeFloor, cmd.NextSpeaker, cmd.StayWith, cmd.AnswerOverrun]),
        back=st.integers(0, 2),
    )
    def moderates(self, by: PersonId, kind: type, back: int) -> None:
        self.attempt(kind(by, max(0, self.driver.seq - back)))

    @rule(
        by=st.sampled_from([*LEADING, ANA]),
        person=PEOPLE,
        then=st.none() | PEOPLE,
        limit_s=st.none() | st.floats(0, 100),
        back=st.integers(0, 2),
    )
    def grants(
        self, by: PersonId, person: PersonId, then: PersonId | None, limit_s: float | None, back: int
    ) -> None:
        self.attempt(cmd.GrantFloor(by, person, max(0, self.driver.seq - back), limit_s, then))

    @rule(by=PEOPLE, person=PEOPLE)
    def names(self, by: PersonId, person: PersonId) -> None:
        self.attempt(cmd.NameNext(by, person, self.driver.seq))

    @rule(person=PEOPLE, place=st.integers(-1, 5))
    def moves_a_hand(self, person: PersonId, place: int) -> None:
        self.attempt(cmd.MoveHand(THERAPIST, person, place, self.driver.seq))

    @rule(choice=st.sampled_from(HoldChoice))
    def decides(self, choice: HoldChoice) -> None:
        self.attempt(cmd.DecideHold(THERAPIST, choice, self.driver.seq))

    @rule(mode=MODES, mic=st.sampled_from(MicPolicy), grants=st.sampled_from(GrantRule))
    def switches_mode(self, mode: FloorMode, mic: MicPolicy, grants: GrantRule) -> None:
        holder, queue = self.driver.holder, list(self.driver.room.state.floor.queue)
        self.attempt(cmd.SetFloorMode(THERAPIST, mode, mic, grants, self.driver.seq))
        assert holder in (None, self.driver.holder), "a mode switch interrupted the holder"
        kept = [person for person in queue if person != self.driver.holder]
        assert [person for person in self.driver.room.state.floor.queue if person in kept] == kept

    @rule(by=st.sampled_from([ANA, BEN, CHLOE, ELENA]), mic=st.booleans())
    def switches_the_microphone(self, by: PersonId, mic: bool) -> None:
        self.attempt(cmd.SetDevices(by, mic, camera=True))

    @rule(person=st.sampled_from([ANA, BEN, CHLOE, FINN]), back=st.booleans())
    def connection(self, person: PersonId, back: bool) -> None:
        seat = self.driver.room.setup.seat_of(person)
        if back:
            self.driver.arrive(seat)
        elif self.driver.room.state.seats[seat].place is not Place.OUTSIDE:
            self.driver.do(cmd.Detach(seat))

    @rule(kind=st.sampled_from([cmd.AdmitAll, cmd.Leave]), by=st.sampled_from([THERAPIST, ANA, ELENA]))
    def comes_or_goes(self, kind: type, by: PersonId) -> None:
        if kind is cmd.AdmitAll or by != THERAPIST:
            self.attempt(kind(by))

    @rule(seconds=st.floats(0.01, 40))
    def time_passes(self, seconds: float) -> None:
        self.driver.now += seconds
        due = self.driver.room.next_deadline()
        if due is not None and due <= self.driver.now:
            self.driver.log += self.driver.room.on_deadline(self.driver.now)

    @rule()
    def the_room_is_held_and_goes_on(self) -> None:
        if self.driver.room.state.phase is Phase.LIVE:
            happen(self.driver, ev.RoomHeld())
            self.attempt(cmd.RevokeFloor(THERAPIST, self.driver.seq))
            happen(self.driver, ev.RoomResumed())

    @rule()
    def the_service_restarts(self) -> None:
        restored = Room(self.driver.room.setup, self.driver.log)
        assert restored.state == self.driver.room.state, "replay differs from the live state"
        self.driver.room = restored

    @invariant()
    def nothing_of_the_floor_stays_due(self) -> None:
        due = FLOOR.deadlines(self.driver.room.context(self.driver.now))
        assert all(when is None or when > self.driver.now for when in due)

    @invariant()
    def seq_rises_and_people_hold_or_wait_once(self) -> None:
        """F1, F2."""
        floor, state = self.driver.room.state.floor, self.driver.room.state
        assert floor.seq >= self.last_seq
        self.last_seq = floor.seq
        holding = [floor.holder.person] if floor.holder else []
        assert len({*floor.queue, *holding}) == len(floor.queue) + len(holding)
        assert all(state.seats[state.people[p].seat].place is Place.MAIN for p in [*floor.queue, *holding])
        assert floor.quick == [person for person in floor.queue if person in floor.quick]

    @invariant()
    def a_turn_is_kept_exactly_while_its_holder_is_lost(self) -> None:
        """F8."""
        state, turn = self.driver.room.state, self.driver.room.state.floor.holder
        if turn:
            lost = not state.seats[state.people[turn.person].seat].connected
            assert lost == (turn.phase is TurnPhase.SUSPENDED)
            assert lost == (turn.hold_until is not None or turn.decide_until is not None)
            assert (turn.running_since is None) == (turn.phase in (TurnPhase.ANNOUNCED, TurnPhase.SUSPENDED))

    @invariant()
    def a_free_floor_is_never_stuck(self) -> None:
        """If a free floor may be taken, people in line wait only for a follower who reconnects."""
        floor = self.driver.room.state.floor
        context = self.driver.room.context(self.driver.now)
        served = floor.grants is GrantRule.WHEN_FREE and floor.mode is not FloorMode.QUIET
        if floor.holder is None and served and any(context.is_connected(person) for person in floor.queue):
            assert floor.then is not None
            assert any(when is not None for when in FLOOR.deadlines(context))


TestRandomFloor = RandomFloor.TestCase
TestRandomFloor.settings = settings(max_examples=examples(60), stateful_step_count=50, deadline=None)
