"""A group with every role of docs/domain.md: three facilitators, one unlicensed, and all who serve or observe."""

from rooms.model import commands as cmd
from rooms.model.errors import Refused
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.policy import AdmissionRule, ObserverRule, RoomPolicy
from rooms.room import Room
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
)

MORGAN, KIM = PersonId("pt_morgan"), PersonId("pt_kim")
TESS, TARA = PersonId("pt_tess"), PersonId("pt_tara")
OLA, IVO, CARA = PersonId("pt_ola"), PersonId("pt_ivo"), PersonId("pt_cara")
MORGAN_SEAT, KIM_SEAT = SeatId("se_morgan"), SeatId("se_kim")
TESS_SEAT, TARA_SEAT = SeatId("se_tess"), SeatId("se_tara")
OLA_SEAT, IVO_SEAT, CARA_SEAT = SeatId("se_ola"), SeatId("se_ivo"), SeatId("se_cara")
PHONE = SeatId("se_elena_phone")

SEAT_OF = {
    THERAPIST: STAFF_SEAT,
    MORGAN: MORGAN_SEAT,
    KIM: KIM_SEAT,
    TESS: TESS_SEAT,
    TARA: TARA_SEAT,
    OLA: OLA_SEAT,
    IVO: IVO_SEAT,
    CARA: CARA_SEAT,
    ANA: ANA_SEAT,
    BEN: BEN_SEAT,
    CHLOE: CHLOE_SEAT,
    ELENA: COUPLE_SEAT,
    FINN: COUPLE_SEAT,
}
CLIENT_SEATS = (ANA_SEAT, BEN_SEAT, CHLOE_SEAT, COUPLE_SEAT)
OPEN_TO_OBSERVERS = RoomPolicy(admission=AdmissionRule.BATCH, observers=ObserverRule.NOTICE)


def build_staffed_setup(policy: RoomPolicy | None = None) -> RoomSetup:
    """Everybody who may be in a room; two people serve Ana, and Elena has a companion phone."""
    people = [
        Person(THERAPIST, "Dr. Rivera", Role.FACILITATOR),
        Person(MORGAN, "Dr. Morgan", Role.CO_FACILITATOR),
        Person(KIM, "Kim", Role.CO_FACILITATOR, licensed=False),
        Person(TESS, "Tess", Role.TECH_HOST, licensed=False),
        Person(TARA, "Tara", Role.TRAINEE, licensed=False),
        Person(OLA, "Ola", Role.OBSERVER),
        Person(IVO, "Ivo", Role.INTERPRETER, serves=ANA),
        Person(CARA, "Cara", Role.CAPTIONER, serves=ANA),
        Person(ANA, "Ana", Role.MEMBER),
        Person(BEN, "Ben", Role.MEMBER),
        Person(CHLOE, "Chloe", Role.MEMBER),
        Person(ELENA, "Elena", Role.MEMBER),
        Person(FINN, "Finn", Role.MEMBER),
    ]
    seats: dict[SeatId, list[PersonId]] = {}
    for person, seat in SEAT_OF.items():
        seats.setdefault(seat, []).append(person)
    seatings = [Seating(seat, tuple(occupants)) for seat, occupants in seats.items()]
    seatings.append(Seating(PHONE, (ELENA,), companion=True))
    return RoomSetup(
        RoomId("ss_staffed"),
        "Tuesday evening group",
        policy or OPEN_TO_OBSERVERS,
        {person.id: person for person in people},
        {seating.id: seating for seating in seatings},
    )


def staffed_room(*seats: SeatId, policy: RoomPolicy | None = None) -> RoomDriver:
    """A running room with the therapist, the clients and these other seats in it."""
    driver = RoomDriver(Room(build_staffed_setup(policy)))
    driver.arrive(STAFF_SEAT, *seats, *CLIENT_SEATS)
    for seat in (*CLIENT_SEATS, *(set(seats) & {OLA_SEAT, IVO_SEAT, CARA_SEAT})):
        driver.do(cmd.Admit(THERAPIST, seat))
    return driver


def refusal_of(driver: RoomDriver, command: cmd.Command) -> str | None:
    """The code with which the command is refused, or None."""
    try:
        driver.do(command)
    except Refused as refused:
        return refused.code
    return None
