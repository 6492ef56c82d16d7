"""What the HTTP side needs, assembled by the wiring and kept on the application while it runs."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, cast

from fastapi import Depends
from starlette.requests import HTTPConnection, Request

from app.access.identity.recovery import Recoveries
from app.access.identity.services import IdentityServices
from app.access.mail.notices import MailedNotices
from app.access.records.exports.services import SystemServices
from app.api.rate_limit import RateLimit, TicketLimits
from app.auth.invitations import Invitations
from app.auth.seat_cookies import SeatCookies
from app.auth.tickets import Tickets
from app.live.entrance import Entrance
from app.mail.stored.writer import MailWriter
from app.observability.operations import Operations
from app.persistence.clinic_store import ClinicStore
from app.persistence.unit_of_work import Database
from rooms.model.ids import PersonId, RoomId, SeatId
from rooms.model.library import LibraryIndex
from rooms.model.people import RoomSetup
from rooms.runtime.glance import Glance
from rooms.runtime.ports import Clock
from signaling.messages import IceServer
from signaling.ports import ResumeGrant, Socket

__all__ = [
    "Provided",
    "SeatExits",
    "SeatNetworks",
    "SeatPreparations",
    "SeatProofs",
    "Services",
    "services_of",
]


@dataclass(frozen=True, slots=True)
class SeatProofs:
    """How somebody on a seat shows who they are.

    Attributes:
        check_pin: Checks a person's PIN, given the request and the invitation that it came with. Raises
            ``clinic.common.errors.Refused``: ``sign_in.wrong``, ``pin.not_digits``, ``sign_in.busy``, MustWait.
        find_signed_in: Returns whose sign-in has this secret, which the cookie holds, or None.
        prove: Tells a room that somebody on a seat has shown who they are; returns whether the session goes on. Raises
            StorageUnavailable.
        find_unproved: Returns who of a session has yet to show who they are.
    """

    check_pin: Callable[[Request, str, PersonId, str], Awaitable[None]]
    find_signed_in: Callable[[str], Awaitable[PersonId | None]]
    prove: Callable[[RoomId, SeatId, PersonId], Awaitable[bool]]
    find_unproved: Callable[[RoomSetup], Awaitable[frozenset[PersonId]]]


@dataclass(frozen=True, slots=True)
class SeatExits:
    """How a page that somebody left at once gives up its seat.

    Attributes:
        read: Reads the page's resume token; None if it is not ours.
        exit: Has the seat leave.
        limits: How often a seat may do this; apart from tickets, which a bad connection uses up.
    """

    read: Callable[[str], ResumeGrant | None]
    exit: Callable[[ResumeGrant], Awaitable[None]]
    limits: RateLimit


@dataclass(frozen=True, slots=True)
class SeatPreparations:
    """What the page before the room works with.

    Attributes:
        cookies: Show that somebody has shown at this browser who they are, for one seat.
        changed: Called after a fact about one of a session's people changed: its room is told.
    """

    cookies: SeatCookies
    changed: Callable[[RoomId], None]


@dataclass(frozen=True, slots=True)
class SeatNetworks:
    """How a page tries its network before the room.

    Attributes:
        ice_servers: Returns the TURN servers for a seat, with credentials for this alone.
        limits: How often a seat may ask: each credential opens places at the TURN server.
    """

    ice_servers: Callable[[SeatId], list[IceServer]]
    limits: RateLimit


@dataclass(frozen=True, slots=True)
class Services:
    """The services as HTTP handlers see them.

    Attributes:
        relay_ready: Returns whether a relay process is available.
        time_in: Returns the time in a room, which may differ from the time of day; None if the room is not running.
        record_kept: Returns whether everything that rooms record is stored.
        operations: What operators can see and do.
        run_session: Serves one accepted websocket until it is closed.
        end_withdrawn: Disconnects whoever used a withdrawn link of a seat; returns whether the seat exists.
        clinics: Opens clinics' units of work.
        cookie: The name of the sign-in cookie.
        origins: Where our own pages come from.
        plan_changed: Called after the schedule changed: rooms follow it at once.
        copy_asked: Called after somebody asked for a copy of what is kept about them.
        proofs: How somebody on a seat shows who they are.
        preparations: What the page before the room works with.
        networks: How a page tries its network before the room.
        glance: Returns a running room as planners see it; None if it does not run.
        notices: Tells people by mail.
        mail_writer: Writes calendars, and in the demo whole mails.
        identity: What signing in works with.
        recoveries: Sends links to those who cannot sign in any more.
        exits: How a page that somebody left at once gives up its seat.
        strangers: How often a network may ask before anybody is signed in.
        systems: What requests of systems of others work with.
        library: Which protocols, decks and scripts there are.
    """

    clock: Clock
    database: Database
    invitations: Invitations
    entrance: Entrance
    tickets: Tickets
    ticket_limits: TicketLimits
    relay_ready: Callable[[], bool]
    time_in: Callable[[RoomId], float | None]
    record_kept: Callable[[], bool]
    operations: Operations
    run_session: Callable[[Socket], Awaitable[None]]
    end_withdrawn: Callable[[SeatId], Awaitable[bool]]
    clinics: ClinicStore
    cookie: str
    origins: frozenset[str]
    plan_changed: Callable[[], None]
    copy_asked: Callable[[], None]
    proofs: SeatProofs
    preparations: SeatPreparations
    networks: SeatNetworks
    glance: Callable[[RoomId], Awaitable[Glance | None]]
    notices: MailedNotices
    mail_writer: MailWriter
    identity: IdentityServices
    recoveries: Recoveries
    exits: SeatExits
    strangers: RateLimit
    systems: SystemServices
    library: LibraryIndex


def services_of(connection: HTTPConnection) -> Services:
    """Return the services of the application that serves this request."""
    return cast("Services", connection.app.state.services)


async def _provide(connection: HTTPConnection) -> Services:
    # FastAPI runs a plain function in a thread, which costs more than many a request.
    return services_of(connection)


Provided = Annotated[Services, Depends(_provide)]
"""The services, as a route's argument."""
