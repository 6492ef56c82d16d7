"""Properties of the room: random sessions against F1 to F8, F10, the plan, the views and the log."""

import copy

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from rooms.audience import Audience
from rooms.merge_patch import apply_patch
from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.events import Recorded
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.model.policy import FloorMode, GrantRule, MicPolicy, RoomPolicy
from rooms.plan import build_plan
from rooms.room import Room
from rooms.state import Phase, Place
from rooms.views import Passing, build_views, visible_events
from tests.support.rooms import ANA_SEAT, STAFF_SEAT, START, THERAPIST, build_setup, full_stage

SETUP = build_setup(RoomPolicy(max_seats=4, hold_s=10.0, absence_s=40.0))
PEOPLE = st.sampled_from(sorted(SETUP.people))
SEATS = st.sampled_from(sorted(SETUP.seats))


class RandomSession(RuleBasedStateMachine):
    """Five seats and four slots; anybody may try anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Room(SETUP)
        self.now = START
        self.log: list[Recorded] = []
        self.audiences: dict[SeatId, Audience] = {}
        self.followed: dict[SeatId, dict[str, object]] = {}
        self.last_seq = 0

    @initialize()
    def the_therapist_opens_the_room(self) -> None:
        self.attempt(cmd.Attach(STAFF_SEAT, mic=True, camera=True))

    def attempt(self, command: cmd.Command) -> None:
        before = copy.deepcopy(self.room.state)
        holder_before = before.floor.holder.person if before.floor.holder else None
        try:
            records = self.room.handle(command, self.now)
        except Refused:
            assert self.room.state == before, "a refusal changed something"
            return
        self.take(records)
        holder = self.room.state.floor.holder
        if holder_before and (holder is None or holder.person != holder_before):
            self.check_who_ended_the_turn(command, holder_before)

    def check_who_ended_the_turn(self, command: cmd.Command, holder: PersonId) -> None:
        """F4: the holder, a facilitator, or the holder's own leaving."""
        by = getattr(command, "by", None)
        assert by is not None, f"{command} ended a turn"
        own_seat = SETUP.seat_of(by) == SETUP.seat_of(holder) and isinstance(command, cmd.Leave)
        assert by == holder or own_seat or SETUP.people[by].role is Role.FACILITATOR

    def take(self, records: list[Recorded]) -> None:
        self.log += records
        views = build_views(SETUP, self.room.state, Passing(), SETUP.seats)
        for seat, view in views.items():
            if seat not in self.audiences:
                self.audiences[seat] = Audience(view)
                self.followed[seat] = view
                continue
            heard = visible_events(SETUP, self.room.state, seat, records)
            change = self.audiences[seat].update(view, heard)
            if change:
                self.followed[seat] = apply_patch(self.followed[seat], change.patch)
            assert self.followed[seat] == view, "snapshot and events differ"

    def seq(self, back: int) -> int:
        return max(0, self.room.state.floor.seq - back)

    @rule(seat=SEATS, mic=st.booleans(), camera=st.booleans())
    def attach(self, seat: SeatId, mic: bool, camera: bool) -> None:
        self.attempt(cmd.Attach(seat, mic, camera))

    @rule(seat=SEATS, kind=st.sampled_from([cmd.Detach, cmd.MediaUp, cmd.MediaDown]))
    def connection(self, seat: SeatId, kind: type) -> None:
        self.attempt(kind(seat))

    @rule(by=PEOPLE, kind=st.sampled_from([cmd.AdmitAll, cmd.Leave]))
    def person_acts(self, by: PersonId, kind: type) -> None:
        self.attempt(kind(by))

    @rule(by=PEOPLE, seat=SEATS, kind=st.sampled_from([cmd.Admit, cmd.MoveToWaiting]))
    def moves_a_seat(self, by: PersonId, seat: SeatId, kind: type) -> None:
        self.attempt(kind(by, seat))

    @rule(by=PEOPLE, mic=st.booleans())
    def switches(self, by: PersonId, mic: bool) -> None:
        self.attempt(cmd.SetDevices(by, mic, camera=True))

    @rule(
        by=PEOPLE,
        back=st.integers(0, 2),
        kind=st.sampled_from(
            [
                cmd.RequestFloor,
                cmd.RequestFloor,
                cmd.WithdrawRequest,
                cmd.PassTurn,
                cmd.ReleaseFloor,
                cmd.RevokeFloor,
                cmd.NextSpeaker,
            ]
        ),
    )
    def floor_intent(self, by: PersonId, back: int, kind: type) -> None:
        self.attempt(kind(by, self.seq(back)))

    @rule(by=st.sampled_from([THERAPIST, *sorted(SETUP.people)]), person=PEOPLE, back=st.integers(0, 1))
    def grants(self, by: PersonId, person: PersonId, back: int) -> None:
        self.attempt(cmd.GrantFloor(by, person, self.seq(back)))

    @rule(mode=st.sampled_from(FloorMode), mic=st.sampled_from(MicPolicy), grants=st.sampled_from(GrantRule))
    def switches_mode(self, mode: FloorMode, mic: MicPolicy, grants: GrantRule) -> None:
        self.attempt(cmd.SetFloorMode(THERAPIST, mode, mic, grants, self.seq(0)))

    @rule(seconds=st.floats(0.01, 60))
    def time_passes(self, seconds: float) -> None:
        self.now += seconds
        due = self.room.next_deadline()
        if due is not None and due <= self.now:
            self.take(self.room.on_deadline(self.now))
            later = self.room.next_deadline()
            assert later is None or later > self.now, "a deadline stayed due"

    @rule()
    def the_service_restarts(self) -> None:
        restored = Room(SETUP, self.log)
        assert restored.state == self.room.state, "replay differs from the live state"
        self.room = restored
        self.take(restored.on_restart(self.now))

    @precondition(lambda self: len(self.log) > 40)
    @rule()
    def session_ends(self) -> None:
        self.attempt(cmd.EndSession(THERAPIST))

    @invariant()
    def floor_seq_rises(self) -> None:
        """F1."""
        assert self.room.state.floor.seq >= self.last_seq
        assert self.room.state.floor.fence <= self.room.state.floor.seq
        self.last_seq = self.room.state.floor.seq

    @invariant()
    def holder_and_queue_are_people_in_the_room(self) -> None:
        """F2: one holder identity; nobody waits twice or waits for what they hold."""
        floor = self.room.state.floor
        assert len(floor.queue) == len(set(floor.queue))
        for person in [*floor.queue, *([floor.holder.person] if floor.holder else [])]:
            assert self.room.state.seats[SETUP.seat_of(person)].place is Place.MAIN
        assert not floor.holder or floor.holder.person not in floor.queue

    @invariant()
    def suspended_exactly_while_lost(self) -> None:
        """F8."""
        holder = self.room.state.floor.holder
        if holder:
            connected = self.room.state.seats[SETUP.seat_of(holder.person)].connected
            assert connected == (holder.hold_until is None)

    @invariant()
    def present_are_those_in_the_room_whose_client_is_there(self) -> None:
        here = {
            person: seat
            for seat, now in self.room.state.seats.items()
            if now.place is Place.MAIN and now.online
            for person in SETUP.seats[seat].occupants
        }
        assert self.room.state.present == here

    @invariant()
    def plan_gates_as_the_floor_says(self) -> None:
        """F3 and the gates, told another way than the plan itself does."""
        state, plan = self.room.state, build_plan(SETUP, self.room.state)
        holder_seat = SETUP.seat_of(state.floor.holder.person) if state.floor.holder else None
        free = state.floor.mode is FloorMode.OPEN or (
            state.floor.mode is FloorMode.QUEUE and state.floor.mic_policy is MicPolicy.SOFT
        )
        for seat, now in state.seats.items():
            gate = plan.seats.get(seat)
            if now.place is not Place.MAIN or state.phase is not Phase.LIVE:
                assert gate is None or (gate.space, gate.audio, gate.video) == (None, False, False)
                continue
            assert gate is not None
            assert gate.space == "main"
            may_speak = SETUP.role_of(seat) is Role.FACILITATOR or seat == holder_seat or free
            assert gate.audio == (may_speak and now.mic)
            assert gate.video == now.camera
        slots = [gate.slot for gate in plan.seats.values()]
        assert len(slots) == len(set(slots))
        assert all(0 <= slot < SETUP.policy.max_seats for slot in slots)

    @invariant()
    def nobody_outside_sees_anybody(self) -> None:
        for seat, view in build_views(SETUP, self.room.state, Passing(), SETUP.seats).items():
            if self.room.state.seats[seat].place is not Place.MAIN:
                assert set(view["people"]) == set(SETUP.seats[seat].occupants)
                assert not {"seats", "floor", "waiting", "notices"} & set(view)
            elif SETUP.role_of(seat) is Role.MEMBER:
                assert not {"waiting", "notices"} & set(view)
            assert "null" not in _shape(view)


def _shape(value: object) -> set[str]:
    if isinstance(value, dict):
        return set().union(*map(_shape, value.values())) if value else set()
    return {"null"} if value is None else set()


TestRandomSession = RandomSession.TestCase
TestRandomSession.settings = settings(max_examples=60, stateful_step_count=60, deadline=None)


def test_a_log_with_a_gap_is_refused() -> None:
    stage = full_stage()
    with pytest.raises(ValueError, match="does not follow"):
        Room(SETUP, stage.log[1:])


def test_the_room_is_live_once_a_facilitator_is_in_it() -> None:
    room = Room(build_setup())
    assert [r.event.kind for r in room.handle(cmd.Attach(ANA_SEAT, mic=True, camera=True), START)] == [
        "seat.joined"
    ]
    assert room.state.phase is Phase.WAITING
    kinds = [r.event.kind for r in room.handle(cmd.Attach(STAFF_SEAT, mic=True, camera=True), START)]
    assert kinds == ["seat.joined", "seat.admitted", "room.live", "presence.began"]
