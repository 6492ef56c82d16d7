"""Two people: who they are; and random runs of all dyads, checking who may be heard and who may know what."""

import copy
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.floor import TurnPhase
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.dyad import find_pair
from rooms.state import Phase, Place
from tests.support.protocols.dyads import (
    DANA,
    EMIL,
    GUEST,
    SOFA_SEAT,
    Dyad,
    apart,
    dyad_driver,
    dyad_setup,
    together,
)
from tests.support.rooms.setups import STAFF_SEAT, THERAPIST, full_room
from tests.support.thorough import examples

PROTOCOLS = ("speaker_listener", "imago", "time_out")
PEOPLE = st.sampled_from([THERAPIST, DANA, EMIL, GUEST])
ACTIONS = sorted({action for protocol in PROTOCOLS for action in CATALOG[protocol].acts})
BOTH = ("speaker", "listener", "sender", "receiver")
HEARD: dict[tuple[str, str], tuple[str, ...]] = {
    **{
        ("speaker_listener", step): BOTH
        for step in ("topic", "rules", "paraphrase", "offer_validation", "close")
    },
    **{
        ("speaker_listener", step): ("speaker",)
        for step in ("speaker_chunk", "speaker_check", "handover", "swap")
    },
    **{("imago", step): BOTH for step in ("appointment", "later", "welcome_back", "thanks", "swap")},
    **{("imago", step): ("sender",) for step in ("send", "check", "more", "check_all", "check_feeling")},
    **{("imago", step): ("receiver",) for step in ("mirror", "summary", "validate", "empathize")},
    **{("time_out", step): () for step in ("called", "cool_down", "ready_check", "stop_today")},
    ("time_out", "soft_restart"): ("concerned",),
}
FORWARD = {
    *(
        "agree",
        "acknowledge",
        "said",
        "said_back",
        "yes",
        "validated",
        "give_floor",
        "close",
        "heard_one_thing",
    ),
    *("now", "sent", "mirrored", "got_it", "no", "summed_up", "got_all", "guessed", "fits", "thanked"),
    *("rate", "enter", "restart", "finish"),
}
"""Actions that advance a run; purely random acts would rarely get far."""
PRIVATE = ("ratings", "rating", "unrated", "coach_prompt", "avoidance", "not_returned")


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_table_lists_every_step(protocol: str) -> None:
    assert {step for name, step in HEARD if name == protocol} == set(CATALOG[protocol].steps)


def test_the_pair_is_those_named_or_the_only_couple() -> None:
    group = full_room()
    context = group.room.context(group.now)
    members = context.participants()
    assert find_pair(context, [members[0], members[2]]) == (members[0], members[2])
    assert find_pair(context, [members[0]]) is None
    assert find_pair(context, []) == (members[3], members[4])
    couple = apart()
    assert find_pair(couple.room.context(couple.now), [EMIL]) == (EMIL, DANA)
    couple.do(cmd.Leave(EMIL))
    assert find_pair(couple.room.context(couple.now), []) is None
    assert find_pair(couple.room.context(couple.now), [DANA]) is None


def test_a_shared_microphone_is_reported() -> None:
    for driver, one in ((apart(), False), (together(), True)):
        driver.start("imago")
        assert driver.facts()["one_mic"] is one


class RandomDyads(RuleBasedStateMachine):
    """A couple on two seats or one, a guest and a therapist; anybody tries anything at any time."""

    driver: Dyad

    @initialize(together=st.booleans(), phones=st.booleans(), protocol=st.sampled_from(PROTOCOLS))
    def open_room(self, together: bool, phones: bool, protocol: str) -> None:
        self.driver = dyad_driver(
            dyad_setup(together=together, phones=together and phones, guest=Role.MEMBER)
        )
        self.driver.start(protocol, people=[DANA, EMIL])

    def attempt(self, command: cmd.Command) -> None:
        before = copy.deepcopy(self.driver.room.state)
        try:
            self.driver.do(command)
        except Refused:
            assert self.driver.room.state == before, "a refusal changed something"

    def seats(self) -> list[SeatId]:
        return list(self.driver.room.setup.seats)

    @rule(
        by=PEOPLE,
        action=st.sampled_from(ACTIONS),
        person=st.lists(PEOPLE, max_size=1),
        number=st.integers(0, 10),
        phone=st.booleans(),
    )
    def tries(self, by: PersonId, action: str, person: list[PersonId], number: int, phone: bool) -> None:
        self.try_action(by, action, person, number, phone)

    @rule(data=st.data(), number=st.integers(0, 5), times=st.integers(1, 8), forward=st.booleans())
    def goes_on(self, data: st.DataObject, number: int, times: int, forward: bool) -> None:
        """Do what the step offers, so that runs advance."""
        for _ in range(times):
            run = self.driver.room.state.run
            if run is None:
                return
            offered = set(CATALOG[run.protocol].steps[run.step].acts)
            action = data.draw(
                st.sampled_from(sorted((offered & FORWARD if forward else ()) or offered or ACTIONS))
            )
            for by in (DANA, EMIL, THERAPIST):
                self.try_action(by, action, [by], number, True)

    def try_action(self, by: PersonId, action: str, person: list[PersonId], number: int, phone: bool) -> None:
        run = self.driver.room.state.run
        act = CATALOG[run.protocol].steps[run.step].acts.get(action) if run else None
        given: dict[str, Any] = {"person": person, "number": number, "minutes_from_now": number + 1}
        values = {name: given[name] for name in (act.takes if act else ())}
        companion = self.driver.room.setup.companion_of(by) if phone else None
        via = companion or self.driver.room.state.people[by].seat
        self.attempt(cmd.ActInProtocol(by, via, action, self.driver.seq, values))

    @rule(by=PEOPLE, protocol=st.sampled_from(PROTOCOLS), kept=st.none() | st.integers(0, 1))
    def starts(self, by: PersonId, protocol: str, kept: int | None) -> None:
        people = [by] if by in (DANA, EMIL) else []
        self.attempt(cmd.StartProtocol(by, protocol, self.driver.seq, {"people": people}, kept))

    @rule(by=PEOPLE, kind=st.sampled_from([cmd.PauseProtocol, cmd.ResumeProtocol, cmd.AbortProtocol]))
    def halts(self, by: PersonId, kind: type) -> None:
        self.attempt(kind(by))

    @rule(by=PEOPLE, person=PEOPLE)
    def grants(self, by: PersonId, person: PersonId) -> None:
        self.attempt(cmd.GrantFloor(by, person, self.driver.seq))

    @rule(data=st.data(), kind=st.sampled_from([cmd.Detach, cmd.MediaDown, cmd.MediaUp]))
    def connection(self, data: st.DataObject, kind: type) -> None:
        self.attempt(kind(data.draw(st.sampled_from(self.seats()))))

    @rule(data=st.data())
    def comes(self, data: st.DataObject) -> None:
        seat = data.draw(st.sampled_from(self.seats()))
        self.attempt(cmd.Attach(seat, mic=True, camera=True))
        self.attempt(cmd.MediaUp(seat))
        self.attempt(cmd.AdmitAll(THERAPIST))

    @rule(by=st.sampled_from([DANA, EMIL, GUEST]))
    def leaves(self, by: PersonId) -> None:
        self.attempt(cmd.Leave(by))

    @rule(seconds=st.sampled_from([1, 20, 50, 299, 1300]))
    def time_passes(self, seconds: int) -> None:
        self.driver.wait(seconds)
        due = self.driver.room.next_deadline()
        assert due is None or due > self.driver.now, "a deadline stayed due"

    @invariant()
    def at_most_those_of_the_step_are_heard(self) -> None:
        state = self.driver.room.state
        run = state.run
        if run is None or run.memory.get("away"):
            return
        mine = [person for role in HEARD[run.protocol, run.step] for person in run.roles.get(role, ())]
        allowed = {state.people[person].seat for person in mine}
        if run.protocol == "time_out" and run.step != "soft_restart":
            assert len(run.voices) <= 1, "one at a time"
            allowed = {state.people[person].seat for person in run.voices}
            assert state.floor.holder is None or state.floor.holder.phase is TurnPhase.PAUSED
        else:
            assert state.floor.holder is None or run.protocol == "time_out", "one floor (F2)"
        if state.phase is Phase.LIVE:
            main = {seat for seat, now in state.seats.items() if now.place is Place.MAIN}
            assert self.driver.heard() & main == allowed & main

    @invariant()
    def a_dyad_without_one_of_two_is_silent(self) -> None:
        state = self.driver.room.state
        run = state.run
        if run and run.memory.get("away") and state.phase is Phase.LIVE:
            assert len(run.voices) <= 1
            assert not set(run.voices) & set(run.memory["away"])
            assert run.due is None

    @invariant()
    def a_facilitator_can_always_end_it(self) -> None:
        state = self.driver.room.state
        here = self.driver.room.context(self.driver.now).is_in_room(THERAPIST)
        if state.runs and state.phase is Phase.LIVE and here:
            assert "protocol.abort" in self.driver.view(STAFF_SEAT)["you"]["can"][THERAPIST]

    @invariant()
    def what_is_private_stays_private(self) -> None:
        for seat in self.seats():
            if seat == STAFF_SEAT:
                continue
            view = self.driver.view(seat)
            assert "leading" not in view
            text = str({**view, "you": None})
            assert not any(f"'{word}'" in text for word in PRIVATE)
            if seat == SOFA_SEAT:
                assert all("facts" not in part for part in view["you"]["run"].values())

    @invariant()
    def the_log_gives_the_state_back(self) -> None:
        assert self.driver.replayed()


TestRandomDyads = RandomDyads.TestCase
TestRandomDyads.settings = settings(max_examples=examples(25), stateful_step_count=40, deadline=None)
