"""A room with its real rules, in which every member is simulated and a scripted therapist leads."""

from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Any

from app.api.room.library import library_view
from app.live.library import index_of, load_libraries
from practice.people.deeds import Ask, Deed, Speak
from practice.people.mind import Mind
from rooms.library.model import Library
from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, SeatId
from rooms.room import Room
from rooms.views.build import View, build_views
from signaling.messages import client_adapter
from signaling.translate import Sender, to_command
from tests.support.protocols.runs import CO_SEAT, PHONES, RunDriver, run_setup
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    CHLOE_SEAT,
    COUPLE_SEAT,
    STAFF_SEAT,
    THERAPIST,
)

__all__ = ["Group", "open_group"]

_STEP_S = 0.5
_LEADS_S = 8.0
"""How often the therapist looks at what the run asks of her."""
_PATIENCE_S = 30.0
"""For so long she lets people do what a step asks of them."""
_ENOUGH_S = 240.0
"""After so long she closes what goes on."""
_MEMBERS = (ANA_SEAT, BEN_SEAT, CHLOE_SEAT, COUPLE_SEAT)
_SENTENCES = {"share": [4.0, 5.0, 3.0], "feeling": [2.0, 2.5], "short": [1.5, 2.0], "reflect": [4.0]}
CIRCLE = [ANA, BEN]
_CLOSING = ("close", "to_review", "end", "document", "debrief", "regroup", "finish", "stop_today")


@cache
def _library() -> Library:
    return load_libraries(None)["en"]


@cache
def _texts() -> Any:
    return library_view(_library())


@dataclass
class Group:
    """The room, its people, and what they have done.

    Attributes:
        deeds: What each did, with the time.
        refused: Who was refused what, and the code, in order.
    """

    driver: RunDriver
    minds: list[tuple[SeatId, Mind]]
    deeds: list[tuple[float, str, Deed]] = field(default_factory=list)
    refused: list[tuple[SeatId, str, str]] = field(default_factory=list)
    asked_of_therapist_at: float = 0.0
    views: dict[SeatId, View] = field(default_factory=dict)
    stale: bool = True
    requests: int = 0
    began_at: float = 0.0

    @property
    def runs(self) -> bool:
        """Whether a protocol goes on."""
        return bool(self.driver.room.state.runs)

    def start(self, protocol: str, **options: Any) -> None:
        """The therapist starts a protocol."""
        self.began_at = self.driver.now
        self.driver.start(protocol, **options)
        self.stale = True

    def live(self, seconds: float, *, until_done: bool = False) -> None:
        """Let time pass."""
        end = self.driver.now + seconds
        while self.driver.now < end and not (until_done and not self.runs):
            before = len(self.driver.log)
            self.driver.wait(_STEP_S)
            self.stale |= len(self.driver.log) > before
            for seat, mind in self.minds:
                self._let(seat, mind)
            if self.driver.now >= self.asked_of_therapist_at + _LEADS_S:
                self.asked_of_therapist_at = self.driver.now
                self._lead()

    def view(self, seat: SeatId) -> View:
        """What the page of a seat is shown."""
        if self.stale:
            context = self.driver.room.context(self.driver.now)
            seats = [STAFF_SEAT, CO_SEAT, *_MEMBERS, *PHONES.values()]
            self.views, self.stale = build_views(context, seats), False
        return self.views[seat]

    def ask(self, seat: SeatId, kind: str, fields: dict[str, Any]) -> bool:
        """Send a request as a page does; return whether it was done."""
        self.requests += 1
        message = client_adapter.validate_python({"type": kind, "id": self.requests, **fields})
        people = self.driver.room.context(self.driver.now).state.seats[seat].occupants
        try:
            self.driver.do(to_command(message, Sender(seat, people)))
        except Refused as refusal:
            self.refused.append((seat, f"{kind} {fields.get('action', '')}".strip(), refusal.code))
            return False
        self.stale = True
        return True

    def _let(self, seat: SeatId, mind: Mind) -> None:
        view = self.view(seat)
        deed = mind.decide(view, self.driver.now)
        if deed is None:
            return
        self.deeds.append((self.driver.now, mind.person, deed))
        if isinstance(deed, Ask):
            _check_allowed(view, mind.person, deed)
            mind.answered(self.driver.now, ok=self.ask(seat, deed.kind, deed.fields))
        else:
            assert view["you"]["audio"] == "on", "nobody speaks who is not heard"

    def _lead(self) -> None:
        view = self.view(STAFF_SEAT)
        own, run = view["you"]["run"][THERAPIST], view.get("run")
        if run is None:
            return
        acts, lasted_s = own.get("acts", []), self.driver.now - self.began_at
        closing = [name for name in _CLOSING if name in acts]
        if run["paused"]:
            self.ask(STAFF_SEAT, "protocol.resume", {})
        elif lasted_s > _ENOUGH_S and closing and self._close(closing[0]):
            return
        elif self._answer_asks(view, acts) or "holder" in view["floor"]:
            return
        elif (run["protocol"], run["step"]) == ("fishbowl", "cast") and self._act("cast", {"people": CIRCLE}):
            self._act("open", {})
        elif own.get("main") and self.driver.now - run["since"] > _PATIENCE_S:
            self._act(own["main"], {})
        elif view["floor"]["queue"] and "floor.next" in view["you"]["can"][THERAPIST]:
            self.ask(STAFF_SEAT, "floor.next", {"expected_seq": self.driver.seq})

    def _close(self, action: str) -> bool:
        return self._act(action, {"minutes_from_now": 60} if action == "stop_today" else {})

    def _answer_asks(self, view: View, acts: list[str]) -> bool:
        """Do the first thing that the run offers about what it asks."""
        deeds = [deed for ask in view["leading"].get("asks", []) for deed in ask.get("deeds", [])]
        return any(
            self._act(deed["action"], deed.get("values", {})) for deed in deeds if deed.get("action") in acts
        )

    def _act(self, action: str, values: dict[str, Any]) -> bool:
        fields = {"person": THERAPIST, "expected_seq": self.driver.seq, "action": action, "values": values}
        return self.ask(STAFF_SEAT, "protocol.act", fields)


def _check_allowed(view: View, person: PersonId | str, deed: Ask) -> None:
    """What somebody asks for was offered to them, and they speak for themselves."""
    you = view["you"]
    assert deed.fields["person"] == person
    match deed.kind:
        case "protocol.act":
            assert deed.fields["action"] in you["run"][person]["acts"]
        case "protocol.start":
            assert deed.fields["protocol"] in you["run"][person]["starts"]
        case _:
            assert deed.kind in you["can"][person]


def open_group(seed: int = 1) -> Group:
    """A live group of simulated people."""
    rng, library = Random(seed), _library()
    driver = RunDriver(Room(run_setup(), library=index_of(library)))
    driver.arrive(STAFF_SEAT, CO_SEAT, *_MEMBERS)
    driver.let_in()
    for phone in PHONES.values():
        driver.do(cmd.Attach(phone, mic=False, camera=False))
    pages = [
        (seat, person, _SENTENCES) for seat in _MEMBERS for person in driver.room.setup.seats[seat].occupants
    ]
    pages += [(phone, person, {}) for person, phone in PHONES.items()]
    minds = [(seat, Mind(person, said, _texts(), Random(rng.random()))) for seat, person, said in pages]
    return Group(driver, minds)


def spoke(group: Group) -> set[str]:
    """Who said something."""
    return {person for _, person, deed in group.deeds if isinstance(deed, Speak)}
