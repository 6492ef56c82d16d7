"""The demo clinic: invented people in five rooms that are open now, covering most kinds.

Seeding again keeps existing sessions, so links stay the same; only a session that is over is replaced.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.auth.invitations import Invitations
from app.cli.demo.agendas import agenda_event
from app.cli.links import JoinLink, describe_links
from app.persistence.unit_of_work import Database, UnitOfWork
from app.runtime.clock import to_datetime
from app.runtime.ids import new_room_id, new_seat_id
from rooms.model.events import Recorded
from rooms.model.ids import PersonId, RoomId
from rooms.model.people import Person, Role, RoomSetup, Seating
from rooms.model.policy.kinds import policy_for
from rooms.model.policy.policy import RoomKind

__all__ = ["DemoRoom", "seed_demo"]

_CLINIC = "cl_demo"
_OPEN_FOR = timedelta(hours=24)
# The demo's sessions have no start time, so nobody is late.
_NOBODY_IS_LATE = {"late_after_s": None, "lock_after_s": None}


@dataclass(frozen=True, slots=True)
class DemoRoom:
    """A room that is open now, with its links in seat order."""

    title: str
    links: tuple[JoinLink, ...]


async def seed_demo(database: Database, invitations: Invitations, now: float) -> list[DemoRoom]:
    """Create the demo sessions that are not open yet; returns all of them with their links. ``now`` is Unix seconds."""
    moment = to_datetime(now)
    async with database.write() as unit:
        await unit.sessions.ensure_clinic(_CLINIC, "Demo clinic")
        open_now = {session.title: session.id for session in await unit.sessions.open_of(_CLINIC, moment)}
        rooms = []
        for layout in _LAYOUTS:
            session = open_now.get(layout.title) or await _open(unit, layout, moment)
            rooms.append(await _describe(unit, session, invitations))
        return rooms


@dataclass(frozen=True, slots=True)
class _Layout:
    """A demo room: who comes, who shares a seat, which partner also has a phone, and whether it was prepared."""

    title: str
    kind: RoomKind
    seats: tuple[tuple[Person, ...], ...]
    phones: tuple[Person, ...] = ()
    overrides: Mapping[str, object] = field(default_factory=dict)
    agenda: bool = False


async def _open(unit: UnitOfWork, layout: _Layout, moment: datetime) -> RoomId:
    seats = [Seating(new_seat_id(), tuple(person.id for person in people)) for people in layout.seats]
    seats += [Seating(new_seat_id(), (person.id,), companion=True) for person in layout.phones]
    setup = RoomSetup(
        new_room_id(),
        layout.title,
        policy_for(layout.kind, {**_NOBODY_IS_LATE, **layout.overrides}),
        {person.id: person for people in layout.seats for person in people},
        {seat.id: seat for seat in seats},
    )
    await unit.sessions.add(_CLINIC, setup, moment, moment + _OPEN_FOR)
    if layout.agenda:
        await unit.journal.add(setup.id, [Recorded(1, moment.timestamp(), agenda_event())])
    return setup.id


async def _describe(unit: UnitOfWork, session: RoomId, invitations: Invitations) -> DemoRoom:
    setup = await unit.sessions.setup(session)
    assert setup is not None, "it was made or found in this transaction"
    return DemoRoom(setup.title, tuple(await describe_links(unit, setup, invitations)))


def _person(name: str, role: Role = Role.MEMBER, *, licensed: bool = True) -> Person:
    return Person(PersonId(f"pt_demo_{name.split()[-1].lower()}"), name, role, licensed)


_RIVERA = _person("Dr. Rivera", Role.FACILITATOR)
_OKAFOR = _person("Dr. Okafor", Role.FACILITATOR)
_ANA, _BEN, _CHLOE, _DEV = _person("Ana"), _person("Ben"), _person("Chloe"), _person("Dev")
_ELENA, _FINN = _person("Elena"), _person("Finn")
_GRACE, _HUGO = _person("Grace"), _person("Hugo")

_LAYOUTS = (
    _Layout(
        "Tuesday evening group",
        RoomKind.GROUP,
        (
            (_RIVERA,),
            (_person("Sam", Role.CO_FACILITATOR),),
            (_ANA,),
            (_BEN,),
            (_CHLOE,),
            (_DEV,),
            (_ELENA, _FINN),
        ),
        phones=(_ELENA, _FINN),
        overrides={"admission": "batch", "partners": "allow"},
        agenda=True,
    ),
    _Layout(
        "Couples session, one camera",
        RoomKind.COUPLES,
        ((_OKAFOR,), (_ELENA, _FINN)),
        phones=(_ELENA, _FINN),
    ),
    _Layout("Couples session, two cameras", RoomKind.COUPLES, ((_OKAFOR,), (_GRACE,), (_HUGO,))),
    _Layout("Individual session", RoomKind.INDIVIDUAL, ((_RIVERA,), (_ANA,))),
    _Layout(
        "Class: how stress works",
        RoomKind.PSYCHOEDUCATION,
        (
            (_person("Maya", Role.FACILITATOR),),
            (_person("Kim", Role.OBSERVER, licensed=False),),
            (_person("Lee", Role.CAPTIONER, licensed=False),),
            (_BEN,),
            (_CHLOE,),
            (_GRACE,),
            (_HUGO,),
        ),
    ),
)
