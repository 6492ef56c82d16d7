"""A room with every role in it, a couple on one camera, and one phone beside it."""

from typing import Any

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.library import LibraryIndex
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.policy import ObserverRule, RoomPolicy
from rooms.room import Room
from rooms.rules.context import RuleContext
from rooms.rules.side_channels.part import ASIDE, HEARING
from rooms.views.build import View, build_views
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
)

CO, HOST, TRAINEE = PersonId("pt_co"), PersonId("pt_host"), PersonId("pt_trainee")
OBSERVER, INTERPRETER, CAPTIONER = (
    PersonId("pt_observer"),
    PersonId("pt_interpreter"),
    PersonId("pt_captioner"),
)
CO_SEAT, HOST_SEAT, TRAINEE_SEAT = SeatId("se_co"), SeatId("se_host"), SeatId("se_trainee")
OBSERVER_SEAT, INTERPRETER_SEAT = SeatId("se_observer"), SeatId("se_interpreter")
CAPTIONER_SEAT = SeatId("se_captioner")
PHONE = SeatId("se_phone")
"""Elena's; Finn has none."""


def build_company(policy: RoomPolicy | None = None) -> RoomSetup:
    """Everybody; the interpreter is here for Ana."""
    people = [
        Person(THERAPIST, "Dr. Rivera", Role.FACILITATOR),
        Person(CO, "Kim", Role.CO_FACILITATOR),
        Person(HOST, "Lee", Role.TECH_HOST),
        Person(TRAINEE, "Noor", Role.TRAINEE),
        Person(OBSERVER, "Otis", Role.OBSERVER),
        Person(INTERPRETER, "Ines", Role.INTERPRETER, serves=ANA),
        Person(CAPTIONER, "Cato", Role.CAPTIONER),
        Person(ANA, "Ana", Role.MEMBER),
        Person(BEN, "Ben", Role.MEMBER),
        Person(ELENA, "Elena", Role.MEMBER),
        Person(FINN, "Finn", Role.MEMBER),
    ]
    seats = [
        Seating(STAFF_SEAT, (THERAPIST,)),
        Seating(CO_SEAT, (CO,)),
        Seating(HOST_SEAT, (HOST,)),
        Seating(TRAINEE_SEAT, (TRAINEE,)),
        Seating(OBSERVER_SEAT, (OBSERVER,)),
        Seating(INTERPRETER_SEAT, (INTERPRETER,)),
        Seating(CAPTIONER_SEAT, (CAPTIONER,)),
        Seating(ANA_SEAT, (ANA,)),
        Seating(BEN_SEAT, (BEN,)),
        Seating(COUPLE_SEAT, (ELENA, FINN)),
        Seating(PHONE, (ELENA,), companion=True),
    ]
    return RoomSetup(
        RoomId("ss_company"),
        "Everybody",
        policy or RoomPolicy(observers=ObserverRule.NOTICE),
        {person.id: person for person in people},
        {seat.id: seat for seat in seats},
    )


class Company(RoomDriver):
    """The live room with everybody in it except Elena's phone."""

    def __init__(self, policy: RoomPolicy | None = None, library: LibraryIndex | None = None) -> None:
        super().__init__(Room(build_company(policy), library=library))
        setup = self.room.setup
        self.arrive(*(seat for seat, seating in setup.seats.items() if not seating.companion))
        for seat in self.context().admissible():
            self.do(cmd.Admit(THERAPIST, seat))

    def context(self) -> RuleContext:
        """A rule context for the room now."""
        return self.room.context(self.now)

    def happen(self, *events: ev.Event) -> None:
        """Apply these events, whatever the rules; the side channels then settle."""
        context = self.context()
        for event in events:
            context.emit(event)
        self.log += context.records
        HEARING.settle(context)
        ASIDE.settle(context)

    def write(self, by: PersonId, via: SeatId, to: str, text: str = "Hello", *, both: bool = False) -> None:
        """Send a message."""
        self.do(cmd.SendMessage(by, via, to, text, both))

    def refusal(
        self, by: PersonId, via: SeatId, to: str, text: str = "Hello", *, both: bool = False
    ) -> str | None:
        """Return why the message is refused, or None; a refused one reaches nobody."""
        before = self.texts(STAFF_SEAT)
        try:
            self.write(by, via, to, text, both=both)
        except Refused as refused:
            assert self.texts(STAFF_SEAT) == before
            return refused.code
        return None

    def view(self, seat: SeatId) -> View:
        """What this screen is given."""
        return build_views(self.context(), [seat])[seat]

    def texts(self, seat: SeatId) -> list[str]:
        """The messages on this screen."""
        return [message["text"] for message in self.messages(seat)]

    def messages(self, seat: SeatId) -> list[dict[str, Any]]:
        """The complete messages on this screen."""
        return list(self.view(seat).get("chat", {"messages": {}})["messages"].values())
