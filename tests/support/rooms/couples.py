"""A group with two couples on one camera each: Elena and Finn each have a phone; of Gita and Hugo only one does."""

from dataclasses import replace

from rooms.model import commands as cmd
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.policy import AdmissionRule, RoomPolicy
from rooms.room import Room
from rooms.rules.context import RuleContext
from rooms.state import SeatState
from rooms.views.build import View, build_views
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    COUPLE_SEAT,
    ELENA,
    FINN,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
)

GITA, HUGO = PersonId("pt_gita"), PersonId("pt_hugo")
ELENA_PHONE, FINN_PHONE, GITA_PHONE = SeatId("se_elena"), SeatId("se_finn"), SeatId("se_gita")
OTHER_COUPLE = SeatId("se_other_couple")
PHONES = {ELENA_PHONE: ELENA, FINN_PHONE: FINN, GITA_PHONE: GITA}


def build_couples(policy: RoomPolicy | None = None) -> RoomSetup:
    """One therapist, one member alone, two couples, three phones."""
    people = [
        Person(THERAPIST, "Dr. Rivera", Role.FACILITATOR),
        Person(ANA, "Ana", Role.MEMBER),
        Person(ELENA, "Elena", Role.MEMBER),
        Person(FINN, "Finn", Role.MEMBER),
        Person(GITA, "Gita", Role.MEMBER),
        Person(HUGO, "Hugo", Role.MEMBER),
    ]
    seats = [
        Seating(STAFF_SEAT, (THERAPIST,)),
        Seating(ANA_SEAT, (ANA,)),
        Seating(COUPLE_SEAT, (ELENA, FINN)),
        Seating(OTHER_COUPLE, (GITA, HUGO)),
        *(Seating(phone, (owner,), companion=True) for phone, owner in PHONES.items()),
    ]
    return RoomSetup(
        RoomId("ss_couples"),
        "Couples' evening",
        policy or RoomPolicy(admission=AdmissionRule.BATCH),
        {person.id: person for person in people},
        {seat.id: seat for seat in seats},
    )


class CouplesDriver(RoomDriver):
    """A running evening: everybody is in the room, and so is Finn's phone."""

    def __init__(self, policy: RoomPolicy | None = None) -> None:
        super().__init__(Room(build_couples(policy)))
        self.arrive(STAFF_SEAT, ANA_SEAT, COUPLE_SEAT, OTHER_COUPLE)
        self.let_in()
        self.do(cmd.Attach(FINN_PHONE, mic=True, camera=True))

    @classmethod
    def at_the_door(cls, policy: RoomPolicy | None = None) -> "CouplesDriver":
        """A session that asks everybody who they are: the therapist is in the room, Elena and Finn's seat waits."""
        driver = cls.__new__(cls)
        RoomDriver.__init__(driver, Room(replace(build_couples(policy), proof=True)))
        driver.arrive(STAFF_SEAT, COUPLE_SEAT)
        driver.prove(THERAPIST, at=STAFF_SEAT)
        return driver

    def prove(self, person: PersonId, at: SeatId = COUPLE_SEAT) -> list[str]:
        """The person shows who they are on that page; return the kinds of what happened."""
        return self.kinds(cmd.Prove(at, person))

    def seat(self, seat: SeatId) -> SeatState:
        """The seat now."""
        return self.room.state.seats[seat]

    def view(self, seat: SeatId) -> View:
        """What the seat, or companion device, sees."""
        return self.views(seat)[seat]

    def views(self, *seats: SeatId) -> dict[SeatId, View]:
        """What these seats see, built together."""
        return build_views(self.context(), seats)

    def context(self) -> RuleContext:
        """A rule context for the room now."""
        return self.room.context(self.now)

    def grant(self, person: PersonId, **more: float | PersonId | None) -> None:
        """The therapist gives the floor."""
        self.do(cmd.GrantFloor(THERAPIST, person, self.seq, **more))  # type: ignore[arg-type]  # by name

    def ask_split(self) -> None:
        """Finn asks from the phone for a seat of his own."""
        self.do(cmd.AskSplit(FINN, FINN_PHONE, on=True, apart=True))

    def split(self) -> None:
        """Finn asks, the therapist agrees, the phone's media come up."""
        self.ask_split()
        self.do(cmd.AnswerSplit(THERAPIST, FINN, agree=True))
        self.do(cmd.MediaUp(FINN_PHONE))
