"""The wiring: connects adapters to ports and owns the tasks. No rules live here."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial

from app.access.identity.seats import find_signed_in
from app.access.identity.services import IdentityServices
from app.access.records.copies.making import CopyMaker
from app.access.records.purging import Purge
from app.access.safety.standings import standings
from app.api.clinic.common.calls import cookie_name
from app.api.clinic.identity.seats import check_pin
from app.api.clinic.identity.visitors import STRANGERS_BURST, STRANGERS_PER_S
from app.api.rate_limit import (
    EXITS_BURST,
    EXITS_PER_S,
    NETWORKS_BURST,
    NETWORKS_PER_S,
    RateLimit,
    TicketLimits,
)
from app.api.room.ws import allowed_origins
from app.api.services import SeatExits, SeatNetworks, SeatPreparations, SeatProofs, Services
from app.auth.invitations import Invitations
from app.auth.resume import ResumeTokens
from app.auth.seat_cookies import SeatCookies
from app.auth.secret_key import data_key, signing_key
from app.auth.tickets import Tickets
from app.live.entrance import Entrance
from app.live.journal import DatabaseJournal
from app.live.library import index_of
from app.live.planned.help_rooms import HelpRooms
from app.live.planned.planner import Planner
from app.live.planned.readiness import ReadinessReports
from app.live.planned.room_names import with_names
from app.live.planned.running_rooms import PlannedRooms, glance_at
from app.live.proofs import find_unproved, prove
from app.live.relay.client import RelayClient
from app.live.relay.reach import find_own_addresses, reach_of
from app.live.session_services import LiveServices, turn_servers
from app.live.turn import TurnCredentials
from app.live.withdrawal import end_withdrawn
from app.observability.lag import LoopLag
from app.observability.operations import Operations, ServiceReading
from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.repositories.live.kept_runs import find_expected
from app.persistence.unit_of_work import Database, StorageUnavailable
from app.runtime.clock import SystemClock, to_datetime
from app.runtime.garbage import sweep
from app.runtime.outbound import Outbound
from app.runtime.settings import Mode, Settings
from app.wiring.help import build_help
from app.wiring.identity import find_demo_clinic, open_identity
from app.wiring.mail import build_mail
from app.wiring.systems import build_systems
from media.pool.pool import RelayPool
from rooms.library.model import DEFAULT_LANGUAGE, Library
from rooms.model.ids import RoomId
from rooms.model.library import LibraryIndex
from rooms.runtime.actor import RoomActor
from rooms.runtime.arrivals import Arrivals
from rooms.runtime.ports import Clock, Journal, JournalUnavailable
from rooms.runtime.registry import RoomRegistry
from signaling.ports import Socket
from signaling.session import ClientSession

__all__ = ["open_services"]

RELAY_START_TIMEOUT_S = 30.0
"""How long the first relay workers may take to start. Without them nobody could be heard, so the service gives up."""

TRY_TTL = timedelta(minutes=2)
"""How long a credential opens connections with which a page tries its network: as long as the shortest for an offer."""

_log = logging.getLogger(__name__)


@asynccontextmanager
async def open_services(settings: Settings, libraries: Mapping[str, Library]) -> AsyncIterator[Services]:
    """Open everything that serving needs; when the block ends, close all of it, relay workers included."""
    key, library = signing_key(settings), index_of(libraries[DEFAULT_LANGUAGE])
    clock, database = SystemClock(), Database.at(settings.database_url)
    relay, journal = _relay(settings, clock), DatabaseJournal(database)
    clinics = ClinicStore(database, InstallationKey(data_key(settings)))
    readiness = ReadinessReports(clinics, clock, standings)
    rooms = _rooms(clinics, journal, relay, clock, library, readiness.due)
    outbound = Outbound(allow_loopback=settings.mode is Mode.DEMO)
    mail = build_mail(settings, clinics, clock, outbound)
    copies, tickets, entrance = CopyMaker(clinics, clock), Tickets(), Entrance(database, clock)
    live = LiveServices(clock, tickets, ResumeTokens(key), _turn(settings, settings.turn_ttl), rooms)
    planner = Planner(clinics, clock, PlannedRooms(rooms, database, entrance))
    signals = build_help(settings, clinics, clock, HelpRooms(rooms), mail, outbound)
    systems, lag, held = build_systems(settings, clinics, clock), LoopLag(), set[Socket]()
    invitations, demo_clinic = Invitations(key), await find_demo_clinic(settings, clinics)
    identity = open_identity(
        settings, clinics, invitations, entrance, rooms, clock, mail.notices, demo_clinic=demo_clinic
    )
    services = Services(
        clock,
        database,
        invitations,
        entrance,
        tickets,
        TicketLimits(),
        lambda: relay.has_worker,
        rooms.time_in,
        lambda: rooms.keeps_record,
        Operations(
            relay.pool, lambda: ServiceReading(len(rooms), rooms.backlog_length, rooms.refused, lag.worst_ms)
        ),
        partial(_run_session, live, relay, held),
        partial(end_withdrawn, database, rooms),
        clinics,
        cookie_name(settings.public_url),
        frozenset(allowed_origins(settings.public_url, demo=settings.mode is Mode.DEMO)),
        planner.wake,
        copies.wake,
        *_at_seats(settings, identity.services, rooms, clock, readiness),
        partial(glance_at, rooms),
        mail.notices,
        mail.writer,
        identity.services,
        identity.recoveries,
        SeatExits(live.read_resume, live.exit_seat, RateLimit(EXITS_BURST, EXITS_PER_S)),
        RateLimit(STRANGERS_BURST, STRANGERS_PER_S),
        systems.services,
        library,
    )
    try:
        async with asyncio.TaskGroup() as tasks:
            relay_started, rooms_started = asyncio.Event(), asyncio.Event()
            running = {
                "journal": journal.run(),
                "entrance": entrance.run(),
                "database": database.look_after(),
                "relay": relay.run(started=relay_started),
                "rooms": rooms.run(rooms_started),
                "planner": planner.run(),
                "readiness": readiness.run(rooms),
                "lag": lag.run(),
                "garbage": sweep(lambda: not held),
                "mail": mail.run(),
                "identity": identity.run(),
                "records": Purge(clinics, clock).run(),
                "copies": copies.run(),
                "help": signals.run(),
                "exports": systems.writer.run(),
            }
            owned = [tasks.create_task(run, name=name) for name, run in running.items()]
            async with asyncio.timeout(RELAY_START_TIMEOUT_S):
                await relay_started.wait()
                await rooms_started.wait()
            yield services
            for task in reversed(owned):
                task.cancel()
    finally:
        for opened in (identity, outbound, systems, database):
            await opened.close()


def _at_seats(
    settings: Settings,
    identity: IdentityServices,
    rooms: RoomRegistry,
    clock: Clock,
    readiness: ReadinessReports,
) -> tuple[SeatProofs, SeatPreparations, SeatNetworks]:
    """Return what the pages of seats work with before the room."""
    proofs = SeatProofs(
        partial(check_pin, identity),
        partial(find_signed_in, identity, clock),
        partial(prove, rooms),
        partial(find_unproved, rooms),
    )
    cookies = SeatCookies(signing_key(settings), secure=settings.public_url.startswith("https:"))
    turn = _turn(settings, TRY_TTL)
    networks = SeatNetworks(
        lambda seat: turn_servers(turn, seat, clock.now()), RateLimit(NETWORKS_BURST, NETWORKS_PER_S)
    )
    return proofs, SeatPreparations(cookies, readiness.due), networks


def _relay(settings: Settings, clock: Clock) -> RelayClient:
    options = reach_of(settings, find_own_addresses())
    return RelayClient(
        lambda on_event: RelayPool(options, on_event), clock, picture_height=settings.picture_height
    )


def _turn(settings: Settings, ttl: timedelta) -> TurnCredentials:
    secret = settings.turn_secret.get_secret_value() if settings.turn_secret else ""
    return TurnCredentials(settings.turn_urls, secret, ttl)


async def _run_session(live: LiveServices, relay: RelayClient, held: set[Socket], socket: Socket) -> None:
    """Serve one socket; it is held meanwhile."""
    held.add(socket)
    try:
        await ClientSession(socket, live, relay, time.monotonic).run()
    except Exception:  # noqa: BLE001 (the session supervisor: one bug must not end the other sessions)
        _log.exception("session.failed")
        await socket.close(1011)
    finally:
        held.discard(socket)


def _rooms(
    clinics: ClinicStore,
    journal: Journal,
    relay: RelayClient,
    clock: Clock,
    library: LibraryIndex,
    opened: Callable[[RoomId], None],
) -> RoomRegistry:
    arrivals = Arrivals()

    async def open_room(room: RoomId) -> RoomActor | None:
        now = to_datetime(clock.now())
        try:
            setup = await clinics.database.look_up(partial(find_expected, session=room, now=now))
            if setup is None:
                return None
            setup = await with_names(clinics, clock, setup)
        except StorageUnavailable as error:
            raise JournalUnavailable from error
        actor = RoomActor(setup, journal, relay, clock, library, arrivals)
        await relay.open_room(room, setup.policy, actor)
        opened(room)
        return actor

    return RoomRegistry(open_room, relay.close_room)
