"""Links into sessions: listing and withdrawing them.

Withdrawing changes the database, so nobody can join by the old link. Whoever is already in by it is disconnected by the
service that runs the room (``app.live.withdrawal``); `attune link withdraw` asks it to.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.auth.invitations import Invitation, Invitations
from app.persistence.unit_of_work import Database, UnitOfWork
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.people import Role, RoomSetup

__all__ = ["JoinLink", "describe_links", "list_links", "withdraw_link"]


@dataclass(frozen=True, slots=True)
class JoinLink:
    """A seat's link: whose it is, in which role, and its invitation.

    Attributes:
        label, place: The same in words.
        is_phone: Whether it is the phone beside somebody's seat.
    """

    seat: SeatId
    label: str
    place: str
    invitation: str
    people: tuple[PersonId, ...]
    role: Role
    is_phone: bool


async def describe_links(unit: UnitOfWork, setup: RoomSetup, invitations: Invitations) -> list[JoinLink]:
    """Return the current links of a session, in seat order."""
    return [
        JoinLink(
            link.seat,
            *_label(setup, link.seat),
            invitations.write(Invitation(link.seat, link.version)),
            setup.seats[link.seat].occupants,
            setup.role_of(link.seat),
            setup.seats[link.seat].companion,
        )
        for link in await unit.sessions.links_of(setup.id)
    ]


async def list_links(database: Database, invitations: Invitations, session: RoomId) -> Sequence[JoinLink]:
    """Return the links of a session; empty if there is no such session. Raises StorageUnavailable."""
    async with database.read() as unit:
        setup = await unit.sessions.setup(session)
        return await describe_links(unit, setup, invitations) if setup else []


async def withdraw_link(database: Database, invitations: Invitations, seat: SeatId) -> str | None:
    """Withdraw all earlier links of the seat; returns the new one, or None if there is no such seat.

    Raises:
        StorageUnavailable: It is not known whether the link was withdrawn.
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
