"""The demo clinic: a therapist, four members and a couple in one evening group that is open now.

Seeding again keeps what is there, so links stay the same; only when the last demo session is over is a new one made.
"""

from dataclasses import dataclass
from datetime import timedelta

from app.auth.invitations import Invitation, Invitations
from app.clock import to_datetime
from app.ids import new_room_id, new_seat_id
from app.persistence.unit_of_work import Database, UnitOfWork
from rooms.model.ids import PersonId, RoomId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy import FloorMode, GrantRule, MicPolicy, RoomKind, RoomPolicy

__all__ = ["DemoLink", "seed_demo"]

_CLINIC = "cl_demo"
_TITLE = "Tuesday evening group"
_OPEN_FOR = timedelta(hours=24)
_THERAPIST = Person(PersonId("pt_demo_rivera"), "Dr. Rivera", Role.FACILITATOR)
_SEATS = (
    (_THERAPIST,),
    (Person(PersonId("pt_demo_ana"), "Ana", Role.MEMBER),),
    (Person(PersonId("pt_demo_ben"), "Ben", Role.MEMBER),),
    (Person(PersonId("pt_demo_chloe"), "Chloe", Role.MEMBER),),
    (Person(PersonId("pt_demo_dev"), "Dev", Role.MEMBER),),
    (
        Person(PersonId("pt_demo_elena"), "Elena", Role.MEMBER),
        Person(PersonId("pt_demo_finn"), "Finn", Role.MEMBER),
    ),
)


@dataclass(frozen=True, slots=True)
class DemoLink:
    """Whose link it is, and what stands behind its #."""

    label: str
    role: Role
    invitation: str


async def seed_demo(database: Database, invitations: Invitations, now: float) -> list[DemoLink]:
    """Make the demo session unless one is open, and return its links in seat order. ``now`` is Unix seconds."""
    moment = to_datetime(now)
    async with database.write() as unit:
        newest = await unit.sessions.newest_of(_CLINIC)
        if newest is None or not newest.is_open(moment):
            await unit.sessions.ensure_clinic(_CLINIC, "Demo clinic")
            setup = _build_setup()
            await unit.sessions.add(_CLINIC, setup, moment, moment + _OPEN_FOR)
            return await _links(unit, setup.id, invitations)
        return await _links(unit, newest.id, invitations)


def _build_setup() -> RoomSetup:
    policy = RoomPolicy(
        kind=RoomKind.GROUP,
        max_seats=15,
        floor_mode=FloorMode.QUEUE,
        mic_policy=MicPolicy.SOFT,
        grants=GrantRule.BY_FACILITATOR,
    )
    seats = [Seating(new_seat_id(), tuple(person.id for person in people)) for people in _SEATS]
    return RoomSetup(
        new_room_id(),
        _TITLE,
        policy,
        {person.id: person for people in _SEATS for person in people},
        {seat.id: seat for seat in seats},
    )


async def _links(unit: UnitOfWork, session: RoomId, invitations: Invitations) -> list[DemoLink]:
    setup = await unit.sessions.setup(session)
    assert setup is not None, "it was made or found in this transaction"
    return [
        DemoLink(
            " & ".join(setup.people[person].name for person in setup.seats[link.seat].occupants),
            setup.role_of(link.seat),
            invitations.write(Invitation(link.seat, link.version)),
        )
        for link in await unit.sessions.links_of(session)
    ]
