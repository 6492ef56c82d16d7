"""Rooms for tests: a therapist, members, a couple's seat; and a driver with a clock and the log."""

from dataclasses import dataclass, field

from rooms.model import commands as cmd
from rooms.model.events import PresenceBegan, PresenceEnded, Recorded, RoomAlive
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.policy import AdmissionRule, FloorMode, GrantRule, MicPolicy, RoomPolicy
from rooms.room import Room
from rooms.rules.seats import unanswered

THERAPIST = PersonId("pt_rivera")
ANA, BEN, CHLOE = PersonId("pt_ana"), PersonId("pt_ben"), PersonId("pt_chloe")
ELENA, FINN = PersonId("pt_elena"), PersonId("pt_finn")
STAFF_SEAT = SeatId("se_rivera")
ANA_SEAT, BEN_SEAT, CHLOE_SEAT = SeatId("se_ana"), SeatId("se_ben"), SeatId("se_chloe")
COUPLE_SEAT = SeatId("se_couple")
START = 1_764_000_000.0


def build_setup(policy: RoomPolicy | None = None) -> RoomSetup:
    """A group: one therapist, three members, a couple on one camera. By default all may be admitted at once."""
    people = [
        Person(THERAPIST, "Dr. Rivera", Role.FACILITATOR),
        Person(ANA, "Ana", Role.MEMBER),
        Person(BEN, "Ben", Role.MEMBER),
        Person(CHLOE, "Chloe", Role.MEMBER),
        Person(ELENA, "Elena", Role.MEMBER),
        Person(FINN, "Finn", Role.MEMBER),
    ]
    seats = [
        Seating(STAFF_SEAT, (THERAPIST,)),
        Seating(ANA_SEAT, (ANA,)),
        Seating(BEN_SEAT, (BEN,)),
        Seating(CHLOE_SEAT, (CHLOE,)),
        Seating(COUPLE_SEAT, (ELENA, FINN)),
    ]
    return RoomSetup(
        RoomId("ss_test"),
        "Tuesday evening group",
        policy or RoomPolicy(admission=AdmissionRule.BATCH),
        {person.id: person for person in people},
        {seat.id: seat for seat in seats},
    )


def told(records: list[Recorded]) -> list[str]:
    """The kinds of what happened, without events that exist only for attendance and restarts."""
    unseen = (PresenceBegan, PresenceEnded, RoomAlive)
    return [record.event.kind for record in records if not isinstance(record.event, unseen)]


@dataclass
class RoomDriver:
    """A room with a clock and its log so far."""

    room: Room = field(default_factory=lambda: Room(build_setup()))
    now: float = START
    log: list[Recorded] = field(default_factory=list)

    def do(self, command: cmd.Command) -> list[Recorded]:
        """Handle a command now."""
        records = self.room.handle(command, self.now)
        self.log += records
        return records

    def kinds(self, command: cmd.Command) -> list[str]:
        """Handle a command and return the kinds of what happened."""
        return told(self.do(command))

    def wait(self, seconds: float) -> list[str]:
        """Let time pass, stopping at every deadline on the way; return what happened."""
        end, kinds = self.now + seconds, []
        while (due := self.room.next_deadline()) is not None and due <= end:
            self.now = max(self.now, due)
            records = self.room.on_deadline(self.now)
            self.log += records
            kinds += told(records)
        self.now = end
        return kinds

    @property
    def seq(self) -> int:
        """The current floor_seq."""
        return self.room.state.floor.seq

    @property
    def holder(self) -> PersonId | None:
        """Who holds the floor."""
        turn = self.room.state.floor.holder
        return turn.person if turn else None

    def arrive(self, *seats: SeatId) -> None:
        """Clients of these seats connect with microphone and camera on, and their media come up."""
        for seat in seats:
            self.do(cmd.Attach(seat, mic=True, camera=True))
            self.do(cmd.MediaUp(seat))

    def let_in(self) -> None:
        """The therapist admits all who wait, as the policy allows; observers last, once all have agreed to them."""
        context = self.room.context(self.now)
        while waiting := context.admissible():
            seat = min(waiting, key=lambda seat: context.seat_role(seat) is Role.OBSERVER)
            for member in context.participants():
                for observer in unanswered(context, member):
                    self.do(cmd.AnswerObserver(member, observer, agrees=True))
            self.do(cmd.Admit(THERAPIST, seat))

    def mode(
        self,
        mode: FloorMode,
        mic_policy: MicPolicy = MicPolicy.HARD,
        grants: GrantRule = GrantRule.BY_FACILITATOR,
    ) -> None:
        """The therapist changes how turns start."""
        self.do(cmd.SetFloorMode(THERAPIST, mode, mic_policy, grants, self.seq))


def full_room(policy: RoomPolicy | None = None) -> RoomDriver:
    """A running group: everybody has been admitted."""
    driver = RoomDriver(Room(build_setup(policy)))
    driver.arrive(STAFF_SEAT, ANA_SEAT, BEN_SEAT, CHLOE_SEAT, COUPLE_SEAT)
    driver.let_in()
    return driver
