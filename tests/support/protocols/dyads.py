"""Couples' rooms for tests: a therapist and two partners, on two seats or on one with phones beside it."""

from collections.abc import Iterable, Mapping
from typing import Any

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.policy import RoomKind, RoomPolicy
from rooms.model.protocols import KeptRun
from rooms.plan import has_voice
from rooms.room import Room
from rooms.state import Run, SeatState
from rooms.views.build import View, build_views
from tests.support.rooms.setups import STAFF_SEAT, START, THERAPIST, RoomDriver

DANA, EMIL, GUEST = PersonId("pt_dana"), PersonId("pt_emil"), PersonId("pt_guest")
DANA_SEAT, EMIL_SEAT, GUEST_SEAT = SeatId("se_dana"), SeatId("se_emil"), SeatId("se_guest")
SOFA_SEAT = SeatId("se_sofa")
DANA_PHONE, EMIL_PHONE = SeatId("se_dana_phone"), SeatId("se_emil_phone")


def dyad_setup(
    *,
    together: bool = False,
    guest: Role | None = None,
    phones: bool = False,
    kept: tuple[KeptRun, ...] = (),
) -> RoomSetup:
    """A couple with a therapist, on two seats or one; with a guest, who may be staff or a client, it becomes a group."""
    people = [
        Person(THERAPIST, "Dr. Rivera", Role.FACILITATOR),
        Person(DANA, "Dana", Role.MEMBER),
        Person(EMIL, "Emil", Role.MEMBER),
    ]
    seats = [Seating(STAFF_SEAT, (THERAPIST,))]
    if together:
        seats.append(Seating(SOFA_SEAT, (DANA, EMIL)))
    else:
        seats += [Seating(DANA_SEAT, (DANA,)), Seating(EMIL_SEAT, (EMIL,))]
    if phones:
        seats += [Seating(DANA_PHONE, (DANA,), companion=True), Seating(EMIL_PHONE, (EMIL,), companion=True)]
    if guest:
        people.append(Person(GUEST, "Guest", guest))
        seats.append(Seating(GUEST_SEAT, (GUEST,)))
    return RoomSetup(
        RoomId("ss_dyad"),
        "Thursday",
        RoomPolicy(RoomKind.GROUP if guest else RoomKind.COUPLES),
        {person.id: person for person in people},
        {seat.id: seat for seat in seats},
        kept,
    )


class Dyad(RoomDriver):
    """A running room like this, with methods for what people do in protocols."""

    @property
    def run(self) -> Run:
        """The run on top."""
        return self.room.state.runs[-1]

    @property
    def step(self) -> str:
        """Its step."""
        return self.run.step

    def start(self, protocol: str, by: PersonId = THERAPIST, kept: int | None = None, **options: Any) -> None:
        """Start a protocol."""
        self.do(cmd.StartProtocol(by, protocol, self.seq, options, kept))

    def act(self, by: PersonId, action: str, *, via: SeatId | None = None, **values: Any) -> None:
        """Act from the person's own seat, or from another device."""
        seat = via or self.room.state.people[by].seat
        self.do(cmd.ActInProtocol(by, seat, action, self.seq, values))

    def acts(self, *pairs: tuple[PersonId, str]) -> None:
        """Several people act in turn."""
        for by, action in pairs:
            self.act(by, action)

    def refused(self, by: PersonId, action: str, *, via: SeatId | None = None, **values: Any) -> str:
        """Return the code with which an action is refused."""
        try:
            self.act(by, action, via=via, **values)
        except Refused as refusal:
            return refusal.code
        raise AssertionError(f"{action} was not refused")

    def heard(self) -> set[SeatId]:
        """Return the members' seats that may be heard, whatever their microphones."""
        setup, state = self.room.setup, self.room.state
        return {
            seat
            for seat, now in state.seats.items()
            if _has_media(now) and seat != STAFF_SEAT and has_voice(setup, state, seat)
        }

    def lose(self, seat: SeatId) -> None:
        """The seat's client is lost."""
        self.do(cmd.Detach(seat))

    def back(self, seat: SeatId) -> None:
        """The seat's client reconnects."""
        self.arrive(seat)

    def view(self, seat: SeatId) -> View:
        """What this seat or phone is shown."""
        return build_views(self.room.context(self.now), [seat])[seat]

    def facts(self, seat: SeatId = STAFF_SEAT) -> Mapping[str, Any]:
        """What this seat shows as public facts of the run."""
        facts: Mapping[str, Any] = self.view(seat)["run"]["facts"]
        return facts

    def staff(self) -> Mapping[str, Any]:
        """What only facilitators may know of the run."""
        facts: Mapping[str, Any] = self.view(STAFF_SEAT)["leading"]["run"]
        return facts

    def replayed(self) -> bool:
        """Whether the log restores the same state."""
        return Room(self.room.setup, self.log).state == self.room.state


def dyad_driver(setup: RoomSetup) -> Dyad:
    """A running room: everybody is connected and admitted."""
    driver = Dyad(Room(setup), START)
    seats = [seat for seat, seating in setup.seats.items() if not seating.companion]
    driver.arrive(*seats)
    driver.let_in()
    _attach(driver, (seat for seat, seating in setup.seats.items() if seating.companion))
    return driver


def apart(**more: Any) -> Dyad:
    """A couple on two seats."""
    return dyad_driver(dyad_setup(**more))


def together(**more: Any) -> Dyad:
    """A couple on one seat."""
    return dyad_driver(dyad_setup(together=True, **more))


def _attach(driver: RoomDriver, phones: Iterable[SeatId]) -> None:
    for phone in phones:
        driver.do(cmd.Attach(phone, mic=False, camera=False))


def _has_media(seat: SeatState) -> bool:
    return seat.slot is not None
