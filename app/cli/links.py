"""Links into sessions, for those who send them: what they are, and how one is withdrawn.

Withdrawing changes the database, which is good for whoever comes next. Whoever is in by the old link is put out by the
service that runs the room (``app.live.withdrawal``); `attune link withdraw` asks it to.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.auth.invitations import Invitation, Invitations
from app.persistence.unit_of_work import Database, UnitOfWork
from rooms.model.ids import RoomId, SeatId
from rooms.model.people import RoomSetup

__all__ = ["Link", "describe_links", "list_links", "withdraw_link"]


@dataclass(frozen=True, slots=True)
class Link:
    """Whose link it is, as what they come, and what stands behind its #."""

    seat: SeatId
    label: str
    place: str
    invitation: str


async def describe_links(unit: UnitOfWork, setup: RoomSetup, invitations: Invitations) -> list[Link]:
    """Return the links of a session that are good now, in seat order."""
    return [
        Link(link.seat, *_label(setup, link.seat), invitations.write(Invitation(link.seat, link.version)))
        for link in await unit.sessions.links_of(setup.id)
    ]


async def list_links(database: Database, invitations: Invitations, session: RoomId) -> Sequence[Link]:
    """Return the links of a session; none when there is no such session. Raises StorageUnavailable."""
    async with database.read() as unit:
        setup = await unit.sessions.setup(session)
        return await describe_links(unit, setup, invitations) if setup else []


async def withdraw_link(database: Database, invitations: Invitations, seat: SeatId) -> str | None:
    """Make every link of the seat so far worthless; returns the new one, or None when there is no such seat.

    Raises:
        StorageUnavailable: It is not known whether that was done.
    """
    async with database.write() as unit:
        version = await unit.sessions.withdraw_link(seat)
    return None if version is None else invitations.write(Invitation(seat, version))


def _label(setup: RoomSetup, seat: SeatId) -> tuple[str, str]:
    names = [setup.people[person].name for person in setup.seats[seat].occupants]
    if setup.seats[seat].companion:
        return f"{names[0]}'s phone", "no camera, no sound"
    role = setup.role_of(seat).value.replace("_", "-")
    return " & ".join(names), f"two {role}s, one camera" if len(names) > 1 else role
