"""A room for running protocols: with a co-facilitator, a couple's phones, a small library, and random acts."""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.events import Recorded
from rooms.model.events.codec import decode_event, encode_event
from rooms.model.ids import PersonId, SeatId
from rooms.model.library import LibraryIndex, PromptRule
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.policy import FloorMode, MicPolicy, RoomPolicy
from rooms.plan import has_voice
from rooms.room import Room
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.declaration import Act, Choice, Flag, Known, Number, People, Value, Wheel
from rooms.rules.protocols.engine import acts_of, on_stage
from rooms.state import Phase, Run
from rooms.views.build import build_views
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    CHLOE,
    CHLOE_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
    build_setup,
)

__all__ = [
    "CO",
    "CO_SEAT",
    "LIBRARY",
    "MEMBERS",
    "PHONES",
    "RunDriver",
    "check_gates",
    "check_views",
    "everybody",
    "moves",
    "nobody",
    "run_driver",
    "walk",
]

CO, CO_SEAT = PersonId("pt_silva"), SeatId("se_silva")
PHONES = {ELENA: SeatId("se_elena_phone"), FINN: SeatId("se_finn_phone")}
MEMBERS = (ANA, BEN, CHLOE, ELENA, FINN)
SEATS = (STAFF_SEAT, CO_SEAT, ANA_SEAT, BEN_SEAT, CHLOE_SEAT, COUPLE_SEAT, *PHONES.values())
LIBRARY = LibraryIndex(
    prompts={"general.hear": PromptRule("", "", "all", question=True)},
    decks={"trust": (2, 1, 3)},
    scripts={"breath": (10.0, 20.0, 30.0)},
    wheels={"feelings_check_in.feeling": ("hopeful", "lonely", "worn_out")},
)
MOVES_MAX = 40


def run_setup(policy: RoomPolicy | None = None) -> RoomSetup:
    """The group of ``tests.support.rooms.setups`` with a co-facilitator and a phone for each half of the couple."""
    base = build_setup(policy)
    return RoomSetup(
        base.id,
        base.title,
        base.policy,
        {**base.people, CO: Person(CO, "Dr. Silva", Role.CO_FACILITATOR)},
        {
            **base.seats,
            CO_SEAT: Seating(CO_SEAT, (CO,)),
            **{seat: Seating(seat, (person,), companion=True) for person, seat in PHONES.items()},
        },
    )


@dataclass
class RunDriver(RoomDriver):
    """A room with methods to drive runs."""

    room: Room = field(default_factory=lambda: Room(run_setup(), library=LIBRARY))

    @property
    def run(self) -> Run:
        """The run on top."""
        return self.room.state.runs[-1]

    def start(self, protocol: str, by: PersonId = THERAPIST, **options: Any) -> None:
        """Start a protocol."""
        self.do(cmd.StartProtocol(by, protocol, self.seq, options))

    def act(self, by: PersonId, action: str, via: SeatId | None = None, **values: Any) -> None:
        """Perform an action, from the person's own seat by default."""
        seat = via or self.room.state.people[by].seat
        self.do(cmd.ActInProtocol(by, seat, action, self.seq, values))

    def refused(self, by: PersonId, action: str, via: SeatId | None = None, **values: Any) -> str:
        """Return why an action is refused; "" if it is done."""
        try:
            self.act(by, action, via, **values)
        except Refused as refusal:
            return refusal.code
        return ""

    def release(self) -> None:
        """The holder, if any, releases the floor."""
        assert self.holder is not None
        self.do(cmd.ReleaseFloor(self.holder, self.seq))

    def mark_distress(self, person: PersonId) -> None:
        """Staff note distress."""
        context = self.room.context(self.now)
        context.emit(ev.DistressMarked(person, True, THERAPIST))
        self.log += context.records

    def facts(self, which: str = "public", person: PersonId | None = None) -> dict[str, Any]:
        """Return the facts for everybody, for staff, or for one person."""
        driver = on_stage(self.room.context(self.now), self.run)
        if which == "personal":
            assert person is not None
            return CATALOG[driver.rules.id].personal(driver, person)
        return (
            CATALOG[driver.rules.id].public(driver)
            if which == "public"
            else CATALOG[driver.rules.id].staff(driver)
        )

    def heard(self) -> set[PersonId]:
        """Return the members in the room whose seats may be heard."""
        context = self.room.context(self.now)
        return {
            person
            for person in context.participants()
            if has_voice(self.room.setup, self.room.state, context.state.people[person].seat)
        }

    def replayed(self) -> Room:
        """Return the room as restored from its log, written and read again."""
        log = []
        for record in self.log:
            kind, payload = encode_event(record.event)
            stored = json.loads(json.dumps(payload))
            log.append(Recorded(record.position, record.at, decode_event(kind, stored)))
        return Room(self.room.setup, log, LIBRARY)


def run_driver(policy: RoomPolicy | None = None) -> RunDriver:
    """A running group, everybody in the room, the couple's phones beside them."""
    driver = RunDriver(Room(run_setup(policy), library=LIBRARY))
    driver.arrive(STAFF_SEAT, CO_SEAT, ANA_SEAT, BEN_SEAT, CHLOE_SEAT, COUPLE_SEAT)
    driver.let_in()
    for phone in PHONES.values():
        driver.do(cmd.Attach(phone, mic=False, camera=False))
    return driver


# Random acts.

Move = tuple[str, int, int, int]
"""What is done, and three numbers that decide by whom and how."""


def moves() -> st.SearchStrategy[list[Move]]:
    """Return random moves; most are acts of the protocol."""
    kinds = ["able"] * 12 + ["act"] * 2 + ["floor"] * 6 + ["seat", "seat", "wait", "wait", "run", "restart"]
    number = st.integers(0, 999)
    move = st.tuples(st.sampled_from(kinds), number, number, number)
    return st.lists(move, min_size=MOVES_MAX // 2, max_size=MOVES_MAX)


def walk(driver: RunDriver, plan: Iterable[Move], check: Callable[[RunDriver], None]) -> None:
    """Make the moves, ignoring refusals; call ``check`` after each, and compare with a replay at the end.

    When no run is left, the first one is started again.
    """
    first = driver.room.state.runs[0]
    for move in plan:
        if not driver.room.state.runs:
            with suppress(Refused):
                driver.start(first.protocol, **first.options)
        before = driver.seq
        try:
            _make(driver, *move)
        except Refused:
            assert driver.seq == before, "a refusal changed something"
        check(driver)
    replayed = driver.replayed()
    assert replayed.state == driver.room.state, "the log does not give the room back"


def nobody(driver: RunDriver) -> set[PersonId]:
    """Who is heard in a quiet step."""
    return set()


def everybody(driver: RunDriver) -> set[PersonId]:
    """Who is heard in an open step."""
    return set(driver.room.context(driver.now).participants())


def check_gates(
    protocol: str, table: Mapping[str, Callable[[RunDriver], set[PersonId]]]
) -> Callable[[RunDriver], None]:
    """Return a check that in each step only the holder, if not paused, and those the table names are heard."""

    def check(driver: RunDriver) -> None:
        run = driver.room.state.run
        if run is None or run.protocol != protocol or driver.room.state.phase is not Phase.LIVE:
            return
        context = driver.room.context(driver.now)
        wanted = table[run.step](driver)
        turn = context.state.floor.holder
        if turn and not run.pauses_turn:
            wanted = wanted | {turn.person}
        seats = {context.state.people[person].seat for person in wanted}
        here = {person for person in context.participants() if context.state.people[person].seat in seats}
        assert driver.heard() == here, (run.step, wanted)

    return check


def check_views(secret: Iterable[str]) -> Callable[[RunDriver], None]:
    """Return a check that members' views lack these keys, except in personal facts on a screen of their own."""

    def check(driver: RunDriver) -> None:
        context = driver.room.context(driver.now)
        views = build_views(context, SEATS)
        for seat in (ANA_SEAT, BEN_SEAT, CHLOE_SEAT, COUPLE_SEAT, *PHONES.values()):
            told = json.dumps(views[seat].get("run", {}))
            assert not [key for key in secret if f'"{key}":' in told], told
            assert "leading" not in views[seat]
        for mine in views[COUPLE_SEAT]["you"]["run"].values():
            assert "facts" not in mine, "something private on a shared screen"
        for view in views.values():
            assert "null" not in json.dumps(view), "patches cannot say null"

    return check


def _pick(options: Iterable[Any], number: int) -> Any:
    things = list(options)
    return things[number % len(things)]


def _make(driver: RunDriver, kind: str, who: int, what: int, how: int) -> None:
    people = (*MEMBERS, THERAPIST, CO)
    by = _pick(people, who)
    match kind:
        case "act":
            _act(driver, by, what, how)
        case "able":
            _act_as_allowed(driver, what, how)
        case "floor":
            _floor(driver, by, what, how)
        case "seat":
            seat = _pick(SEATS[1:], who)
            command = _pick(
                [
                    cmd.Detach(seat),
                    cmd.Attach(seat, mic=True, camera=True),
                    cmd.MediaDown(seat),
                    cmd.MediaUp(seat),
                    cmd.Leave(by),
                    cmd.AdmitAll(THERAPIST),
                ],
                what,
            )
            driver.do(command)
        case "wait":
            driver.wait(float(_pick([1, 4, 25, 61, 200], what)))
        case "run":
            command = _pick(
                [
                    cmd.PauseProtocol(THERAPIST),
                    cmd.ResumeProtocol(THERAPIST),
                    cmd.ResumeProtocol(THERAPIST),
                    cmd.AbortProtocol(THERAPIST),
                    cmd.StartProtocol(THERAPIST, _pick(CATALOG, how), driver.seq, {}),
                ],
                what,
            )
            driver.do(command)
        case _:
            driver.log += driver.room.on_restart(driver.now)
            driver.arrive(*SEATS[:6])


def _act(driver: RunDriver, by: PersonId, what: int, how: int) -> None:
    run = driver.room.state.run
    if run is None or not CATALOG[run.protocol].steps[run.step].acts:
        return
    name, act = _pick(CATALOG[run.protocol].steps[run.step].acts.items(), what)
    via = PHONES.get(by) if act.private else None
    driver.act(by, name, via, **_values(driver, act, how))


def _act_as_allowed(driver: RunDriver, what: int, how: int) -> None:
    """Do something that somebody may do now; end the run only occasionally."""
    context = driver.room.context(driver.now)
    offers = [
        (person, name)
        for person in (*MEMBERS, THERAPIST)
        for name in acts_of(context, person)
        if name not in ("finish", "document") or how % 5 == 0
    ]
    if not offers:
        return
    by, name = _pick(offers, what)
    act = CATALOG[driver.run.protocol].steps[driver.run.step].acts[name]
    driver.act(by, name, PHONES.get(by) if act.private else None, **_values(driver, act, how))


def _values(driver: RunDriver, act: Act, how: int) -> dict[str, Any]:
    return {name: _value(driver, rule, how) for name, rule in act.takes.items()}


def _value(driver: RunDriver, rule: Value, how: int) -> Any:
    match rule:
        case Number(low=low, high=high):
            return low + how % min(high - low + 1, 12)
        case Choice(values=values):
            return _pick(values, how)
        case Flag():
            return how % 4 > 0
        case People(least=least, most=most):
            here = driver.room.context(driver.now).participants()
            turned = here[how % len(here) :] + here[: how % len(here)] if here else []
            return turned[: max(least, how % (most + 1))]
        case Known():
            return ""
        case Wheel(name=name):
            return _pick(LIBRARY.wheels[name], how)


def _floor(driver: RunDriver, by: PersonId, what: int, how: int) -> None:
    command = _pick(
        [
            cmd.RequestFloor(by, driver.seq),
            cmd.ReleaseFloor(driver.holder or by, driver.seq),
            cmd.ReleaseFloor(by, driver.seq),
            cmd.PassTurn(driver.holder or by, driver.seq),
            cmd.NextSpeaker(THERAPIST, driver.seq),
            cmd.RevokeFloor(THERAPIST, driver.seq),
            cmd.GrantFloor(THERAPIST, _pick(MEMBERS, how), driver.seq),
            cmd.SetFloorMode(
                THERAPIST, FloorMode.QUEUE, MicPolicy.HARD, driver.room.state.floor.grants, driver.seq
            ),
        ],
        what,
    )
    driver.do(command)
