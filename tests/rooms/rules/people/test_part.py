"""Properties of people coming and going: no therapist, private rooms, the lead, observers, admission."""

import copy

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.events import Recorded
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.model.policy.policy import AdmissionRule, FloorMode, GrantRule, MicPolicy, RoomPolicy, ShareRule
from rooms.plan import build_plan
from rooms.room import Room
from rooms.rules.people.part import PEOPLE
from rooms.rules.permissions import available
from rooms.rules.protocols.pauses.crisis_break import CRISIS_BREAK
from rooms.rules.seats import ADMISSION, OBSERVERS, SEATS
from rooms.state import Phase, Place
from rooms.state.lookups import LEADERS
from rooms.views.build import build_views
from tests.support.rooms.people import (
    KIM,
    KIM_SEAT,
    MORGAN,
    MORGAN_SEAT,
    OLA,
    PHONE,
    SEAT_OF,
    TARA,
    TESS,
    build_staffed_setup,
)
from tests.support.rooms.setups import ANA_SEAT, STAFF_SEAT, START, THERAPIST
from tests.support.thorough import examples

POLICY = RoomPolicy(
    max_people=4,
    admission=AdmissionRule.BATCH,
    screen=ShareRule.EVERYONE,
    held_after_s=10.0,
    suspended_after_s=60.0,
    hold_s=10.0,
    absence_s=40.0,
)
SETUP = build_staffed_setup(POLICY)
PEOPLE_HERE = st.sampled_from(sorted(SEAT_OF))
STAFF_PEOPLE = st.sampled_from([THERAPIST, THERAPIST, MORGAN, KIM, TESS, TARA])
SEATS_HERE = st.sampled_from(sorted(set(SEAT_OF.values())))
OWN = [name for part in (SEATS, ADMISSION, OBSERVERS, *PEOPLE) for name in part.examples]
EXAMPLES = {n: e for part in (SEATS, ADMISSION, OBSERVERS, *PEOPLE) for n, e in part.examples.items()}


class ComingAndGoing(RuleBasedStateMachine):
    """Thirteen people of every role; anybody may try anything at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.room = Room(SETUP)
        self.now = START
        self.log: list[Recorded] = []
        self.unled_since: float | None = None
        self.started = False

    @initialize()
    def some_are_here(self) -> None:
        for seat in sorted(set(SEAT_OF.values())):
            self.attempt(cmd.Attach(seat, mic=True, camera=True))
        self.attempt(cmd.AdmitAll(THERAPIST))

    def attempt(self, command: cmd.Command) -> None:
        before = copy.deepcopy(self.room.state)
        try:
            records = self.room.handle(command, self.now)
        except Refused:
            assert self.room.state == before, "a refusal changed something"
            return
        self.take(records)

    def take(self, records: list[Recorded]) -> None:
        self.log += records
        if self.is_led():
            self.started, self.unled_since = True, None
        elif self.started and self.unled_since is None:
            self.unled_since = self.now

    def is_led(self) -> bool:
        """Whether a licensed facilitator is here, computed independently."""
        for person in (THERAPIST, MORGAN):
            seat = self.room.state.seats[SEAT_OF[person]]
            facilitates = self.room.state.people[person].role in {Role.FACILITATOR, Role.CO_FACILITATOR}
            here = seat.place.value == "main" and seat.online
            if facilitates and here:
                return True
        return False

    @rule(seat=SEATS_HERE)
    def arrives(self, seat: SeatId) -> None:
        self.attempt(cmd.Attach(seat, mic=True, camera=True))

    @rule(
        seat=st.one_of(SEATS_HERE, st.sampled_from([STAFF_SEAT, MORGAN_SEAT, KIM_SEAT])),
        kind=st.sampled_from([cmd.Detach, cmd.MediaUp, cmd.MediaDown]),
    )
    def connection(self, seat: SeatId, kind: type) -> None:
        self.attempt(kind(seat))

    @rule(by=PEOPLE_HERE)
    def leaves(self, by: PersonId) -> None:
        self.attempt(cmd.Leave(by))

    @rule(
        by=STAFF_PEOPLE, seat=SEATS_HERE, kind=st.sampled_from([cmd.Admit, cmd.MoveToWaiting, cmd.BringBack])
    )
    def moves_a_seat(self, by: PersonId, seat: SeatId, kind: type) -> None:
        self.attempt(kind(by, seat))

    @rule(by=STAFF_PEOPLE)
    def lets_all_in(self, by: PersonId) -> None:
        self.attempt(cmd.AdmitAll(by))

    @rule(by=STAFF_PEOPLE, seat=SEATS_HERE, join=st.booleans(), room=st.sampled_from([None, None, 1, 2, 9]))
    def moves_to_private(self, by: PersonId, seat: SeatId, join: bool, room: int | None) -> None:
        self.attempt(cmd.MoveToPrivate(by, seat, join, room))

    @rule(by=STAFF_PEOPLE, person=PEOPLE_HERE, role=st.sampled_from(Role))
    def sets_role(self, by: PersonId, person: PersonId, role: Role) -> None:
        self.attempt(cmd.SetRole(by, person, role))

    @rule(by=STAFF_PEOPLE, person=STAFF_PEOPLE)
    def hands_the_lead_over(self, by: PersonId, person: PersonId) -> None:
        self.attempt(cmd.OfferLead(by, person))
        self.attempt(cmd.TakeLead(person))

    @rule(by=PEOPLE_HERE, agrees=st.booleans())
    def answers(self, by: PersonId, agrees: bool) -> None:
        self.attempt(cmd.AnswerObserver(by, OLA, agrees))

    @rule(by=PEOPLE_HERE, on=st.booleans())
    def shares(self, by: PersonId, on: bool) -> None:
        self.attempt(cmd.ShareScreen(by, on))

    @rule(by=STAFF_PEOPLE, mode=st.sampled_from(FloorMode), mic=st.sampled_from(MicPolicy))
    def switches_mode(self, by: PersonId, mode: FloorMode, mic: MicPolicy) -> None:
        self.attempt(cmd.SetFloorMode(by, mode, mic, GrantRule.WHEN_FREE, self.room.state.floor.seq))

    @rule(by=PEOPLE_HERE)
    def raises_a_hand(self, by: PersonId) -> None:
        self.attempt(cmd.RequestFloor(by, self.room.state.floor.seq))

    @rule(by=STAFF_PEOPLE)
    def crisis(self, by: PersonId) -> None:
        self.attempt(cmd.StartProtocol(by, CRISIS_BREAK.id, self.room.state.floor.seq))

    @rule(seconds=st.sampled_from([0.5, 4.0, 5.0, 9.9, 10.0, 45.0, 70.0]))
    def time_passes(self, seconds: float) -> None:
        end = self.now + seconds
        while (due := self.room.next_deadline()) is not None and due <= end:
            self.now = max(self.now, due)
            self.take(self.room.on_deadline(self.now))
            later = self.room.next_deadline()
            assert later is None or later > self.now, "a deadline stayed due"
        self.now = end

    @rule(person=PEOPLE_HERE)
    def what_is_offered_is_accepted(self, person: PersonId) -> None:
        context = self.room.context(self.now)
        offered = [name for name in available(context, person) if name in OWN]
        for name in offered:
            copied = Room(SETUP, self.log)
            command = EXAMPLES[name](person, copied.context(self.now))
            copied.handle(command, self.now)
        assert self.room.state == Room(SETUP, self.log).state, "offering changed something"

    @rule()
    def the_service_restarts(self) -> None:
        restored = Room(SETUP, self.log)
        assert restored.state == self.room.state, "replay differs from the live state"
        self.room = restored
        if self.unled_since is not None:
            # While the service was away no time passed in the room.
            self.unled_since += self.now - restored.state.last_at
        self.take(restored.on_restart(self.now))

    @invariant()
    def every_view_can_be_built(self) -> None:
        views = build_views(self.room.context(self.now), [STAFF_SEAT, ANA_SEAT, PHONE])
        assert set(views) == {STAFF_SEAT, ANA_SEAT, PHONE}

    @invariant()
    def without_a_therapist_clients_do_not_hear_each_other_for_long(self) -> None:
        state = self.room.state
        assert (state.unled_since is not None) == (self.unled_since is not None)
        if self.unled_since is None or self.now - self.unled_since < POLICY.held_after_s:
            return
        assert state.phase in {Phase.HELD, Phase.SUSPENDED}
        gates = build_plan(SETUP, state).seats
        for person, now in state.people.items():
            gate = gates.get(now.seat)
            if SETUP.people[person].role is Role.MEMBER and gate and gate.space == "main":
                assert not gate.audio
                assert not gate.video

    @invariant()
    def spaces_follow_places(self) -> None:
        for seat, gate in build_plan(SETUP, self.room.state).seats.items():
            now = self.room.state.seats[seat]
            expected = {Place.MAIN: "main", Place.PRIVATE: f"private-{now.private}"}.get(now.place)
            assert gate.space == (expected if self.started else None)
            assert (now.private is not None) == (now.place is Place.PRIVATE)

    @invariant()
    def the_lead_is_a_facilitator_in_the_room_or_nobody(self) -> None:
        lead, state = self.room.state.lead, self.room.state
        if lead is not None:
            assert state.people[lead].role in LEADERS
            assert state.seats[SEAT_OF[lead]].place is Place.MAIN

    @invariant()
    def nobody_is_alone_in_a_private_room(self) -> None:
        seats = self.room.state.seats
        for room in {now.private for now in seats.values()} - {None}:
            there = [now for now in seats.values() if now.private == room]
            leaders = [now for now in there if self.room.state.people[now.occupants[0]].role in LEADERS]
            assert leaders
            gone = [self.now - now.gone_at for now in leaders if now.gone_at is not None]
            all_gone = len(gone) == len(leaders)
            assert not all_gone or min(gone) < POLICY.held_after_s or len(there) == len(leaders)

    @invariant()
    def the_door_is_kept(self) -> None:
        state = self.room.state
        inside = [
            p for p, now in state.people.items() if state.seats[now.seat].place in (Place.MAIN, Place.PRIVATE)
        ]
        members = [person for person in inside if state.people[person].role is Role.MEMBER]
        assert len(members) <= POLICY.max_people
        if OLA in inside:
            assert not any(state.observers.get(OLA, {}).get(member) is False for member in members)
        assert sum(now.sharing for now in state.seats.values()) <= 1
        assert all(now.place is Place.MAIN for now in state.seats.values() if now.sharing)


TestComingAndGoing = ComingAndGoing.TestCase
TestComingAndGoing.settings = settings(max_examples=examples(60), stateful_step_count=40, deadline=None)
