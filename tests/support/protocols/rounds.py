"""Groups for tests of protocols: eight members, a couple on one seat, a phone; and random people who do anything."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hypothesis import Phase
from hypothesis import strategies as st

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.events import Recorded
from rooms.model.events.codec import decode_event, encode_event
from rooms.model.floor import HoldChoice
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.policy import AdmissionRule, RoomPolicy
from rooms.room import Room
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.declaration import Choice, Flag, Known, Number, People, Value, Wheel
from rooms.rules.protocols.engine import acts_of, on_stage
from rooms.state import Run
from tests.support.rooms.setups import COUPLE_SEAT, ELENA, FINN, STAFF_SEAT, THERAPIST, RoomDriver

WITHOUT_EXPLAINING = (Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink)
"""Phases of Hypothesis: tracing every line of a long session to explain a failure takes minutes."""
ELENAS_PHONE = SeatId("se_elena_phone")


def member(number: int) -> PersonId:
    """The person with this number, from 1."""
    return PersonId(f"pt_{number}")


def seat(number: int) -> SeatId:
    """Where that person sits."""
    return SeatId(f"se_{number}")


def build_circle(members: int, *, couple: bool = False, policy: RoomPolicy | None = None) -> RoomSetup:
    """A therapist, members 1 to n, and perhaps Elena and Finn on one camera, Elena with a phone."""
    people = [Person(THERAPIST, "Dr. Rivera", Role.FACILITATOR)]
    people += [Person(member(n), f"Member {n}", Role.MEMBER) for n in range(1, members + 1)]
    seats = [Seating(STAFF_SEAT, (THERAPIST,))]
    seats += [Seating(seat(n), (member(n),)) for n in range(1, members + 1)]
    if couple:
        people += [Person(ELENA, "Elena", Role.MEMBER), Person(FINN, "Finn", Role.MEMBER)]
        seats += [Seating(COUPLE_SEAT, (ELENA, FINN)), Seating(ELENAS_PHONE, (ELENA,), companion=True)]
    return RoomSetup(
        RoomId("ss_test"),
        "Tuesday evening group",
        policy or RoomPolicy(),
        {person.id: person for person in people},
        {seating.id: seating for seating in seats},
    )


class Circle(RoomDriver):
    """A running group with methods to drive a protocol."""

    def start(self, protocol: str, **options: Any) -> None:
        """The therapist starts a protocol."""
        self.do(cmd.StartProtocol(THERAPIST, protocol, self.seq, options))

    def act(self, by: PersonId, action: str, **values: Any) -> list[str]:
        """Perform an action from the person's own seat; return the kinds of what happened."""
        via = self.room.state.people[by].seat
        return self.kinds(cmd.ActInProtocol(by, via, action, self.seq, values))

    def refused(self, by: PersonId, action: str, **values: Any) -> str:
        """Return the code with which the action is refused, after checking that nothing changed."""
        before = copy.deepcopy(self.room.state)
        try:
            self.act(by, action, **values)
        except Refused as refusal:
            assert self.room.state == before
            return refusal.code
        raise AssertionError(f"{action} was not refused")

    def release(self) -> None:
        """The holder ends their turn."""
        assert self.holder is not None
        self.do(cmd.ReleaseFloor(self.holder, self.seq))

    def drop(self, person: PersonId) -> None:
        """The person's connection is lost."""
        self.do(cmd.Detach(self.room.state.people[person].seat))

    def back(self, person: PersonId) -> None:
        """The person reconnects."""
        self.arrive(self.room.state.people[person].seat)

    def speakers(self, turns: int) -> list[PersonId]:
        """Let this many turns be taken; return whose they were."""
        people: list[PersonId] = []
        for _ in range(turns):
            assert self.holder is not None, people
            people.append(self.holder)
            self.release()
        return people

    @property
    def run(self) -> Run:
        """The run on top."""
        return self.room.state.runs[-1]

    @property
    def step(self) -> str:
        """Its step."""
        return self.run.step

    @property
    def public(self) -> Mapping[str, Any]:
        """What everybody may know of it."""
        driver = on_stage(self.room.context(self.now), self.run)
        return CATALOG[driver.rules.id].public(driver)

    @property
    def staff(self) -> Mapping[str, Any]:
        """What facilitators may know of it."""
        driver = on_stage(self.room.context(self.now), self.run)
        return CATALOG[driver.rules.id].staff(driver)

    @property
    def outcome(self) -> Mapping[str, Any]:
        """The outcome of the run that is over."""
        return next(r.event.outcome for r in reversed(self.log) if isinstance(r.event, ev.ProtocolDone))

    def granted(self) -> list[PersonId]:
        """Everybody who was given the floor, in order."""
        return [r.event.person for r in self.log if isinstance(r.event, ev.FloorGranted)]

    def check_replay(self) -> None:
        """The log, written and read again, restores the same state."""
        log = [Recorded(r.position, r.at, decode_event(*encode_event(r.event))) for r in self.log]
        assert Room(self.room.setup, log, self.room.library).state == self.room.state


def circle(members: int = 8, *, couple: bool = False, policy: RoomPolicy | None = None) -> Circle:
    """A running group: everybody has been admitted, and turns are not announced."""
    driver = Circle(
        Room(
            build_circle(
                members,
                couple=couple,
                policy=policy or RoomPolicy(admission=AdmissionRule.BATCH, max_seats=16, announce_s=0.0),
            )
        )
    )
    seats = [place for place, seating in driver.room.setup.seats.items() if not seating.companion]
    driver.arrive(*seats)
    driver.let_in()
    return driver


@dataclass
class Crowd:
    """People who do anything at any time. ``offers`` are those of the current round, in order."""

    driver: Circle
    draw: Any
    offers: list[PersonId] = field(default_factory=list)
    round: object = None

    def moves(self, count: int) -> None:
        """Do this many random things, and check the invariants after each."""
        for _ in range(count):
            at = len(self.driver.log)
            try:
                self._move()
            except Refused:
                # Only events change the state: without one nothing has changed.
                assert self.driver.room.state.position == len(self.driver.log), "a refusal changed something"
            self._look(self.driver.log[at:])
            if not self.driver.room.state.runs:
                return

    def _move(self) -> None:
        driver, state = self.driver, self.driver.room.state
        person = self.draw(st.sampled_from(sorted(state.people)))
        place = state.people[person].seat
        seq = driver.seq
        match self.draw(st.integers(0, 19)):
            case 0 | 1 | 2 | 3 | 4 | 5:
                self._act(person)
            case 6 | 7 | 8:
                by = driver.holder or person
                kind = self.draw(st.sampled_from([cmd.ReleaseFloor, cmd.PassTurn]))
                driver.do(kind(by, seq))
            case 9:
                by = self.draw(st.sampled_from([THERAPIST, person]))
                driver.do(
                    self.draw(st.sampled_from([cmd.RevokeFloor, cmd.NextSpeaker, cmd.StayWith]))(by, seq)
                )
            case 10:
                driver.do(cmd.DecideHold(THERAPIST, self.draw(st.sampled_from(HoldChoice)), seq))
            case 11 | 12:
                lost = driver.holder or person
                driver.do(cmd.Detach(state.people[lost].seat))
            case 13 | 14:
                driver.arrive(place)
                driver.let_in()
            case 15:
                if person != THERAPIST:
                    driver.do(cmd.Leave(person))
            case 16 | 17:
                driver.wait(self.draw(st.sampled_from([1, 15, 60, 400])))
            case 18:
                kind = self.draw(st.sampled_from([cmd.PauseProtocol, cmd.ResumeProtocol, cmd.ResumeProtocol]))
                driver.do(kind(THERAPIST))
            case _:
                driver.check_replay()

    def _act(self, person: PersonId) -> None:
        driver = self.driver
        script = CATALOG[driver.run.protocol]
        # Mostly what is offered: otherwise random people would rarely get beyond the first step.
        offered = acts_of(driver.room.context(driver.now), person) or sorted(script.acts)
        action = self.draw(st.sampled_from(offered))
        rule = next(step.acts[action] for step in script.steps.values() if action in step.acts)
        driver.act(person, action, **{name: self._value(value) for name, value in rule.takes.items()})

    def _value(self, rule: Value) -> Any:
        match rule:
            case Number(low=low, high=high):
                return self.draw(st.integers(low - 1, high + 1))
            case Choice(values=values):
                return self.draw(st.sampled_from(values))
            case Flag():
                return self.draw(st.booleans())
            case People(most=most):
                people = sorted(self.driver.room.state.people)
                return self.draw(st.lists(st.sampled_from(people), max_size=min(most, 3), unique=True))
            case Known() | Wheel():
                return ""

    def _look(self, records: list[Recorded]) -> None:
        state = self.driver.room.state
        for record in records:
            if isinstance(record.event, ev.ProtocolStarted):
                self.offers = []
        self._look_at_offers(records)
        run = state.run
        context = self.driver.room.context(self.driver.now)
        if run and context.is_connected(THERAPIST):
            assert acts_of(context, THERAPIST), f"nothing leads out of {run.step}"
        if state.floor.holder:
            assert context.is_in_room(state.floor.holder.person)

    def _look_at_offers(self, records: list[Recorded]) -> None:
        """Nobody is offered a second turn while somebody who is here has had none."""
        run = self.driver.room.state.run
        if run is None or "waiting" not in run.memory or run.protocol == "feedback_round":
            return
        now = (run.step if run.protocol == "closing_round" else "", run.memory.get("rounds"))
        if now != self.round:
            self.round, self.offers = now, []
        for record in records:
            if isinstance(record.event, ev.FloorGranted) and record.event.by is None:
                person = record.event.person
                piece_stayed = run.protocol == "talking_piece" and self.offers[-1:] == [person]
                if person in self.offers and not piece_stayed:
                    first = [p for p in run.memory["waiting"] if self._here(p) and p not in self.offers]
                    assert not first, "somebody had no offer yet"
                    assert self.offers.count(person) == 1, "a third offer"
                if not piece_stayed:
                    self.offers.append(person)

    def _here(self, person: PersonId) -> bool:
        return self.driver.room.context(self.driver.now).is_connected(person)
