"""The wiring: connects adapters to ports and owns the tasks. No rules live here."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial

from app.access.seats import check_no_pin, find_signed_in
from app.api.clinic.common.calls import cookie_name
from app.api.rate_limit import TicketLimits
from app.api.room.ws import allowed_origins
from app.api.services import SeatProofs, Services
from app.auth.invitations import Invitations
from app.auth.resume import ResumeTokens
from app.auth.secret_key import keep_demo_key
from app.auth.tickets import Tickets
from app.live.entrance import Entrance
from app.live.journal import DatabaseJournal
from app.live.library import index_of
from app.live.planned.planner import Planner
from app.live.planned.room_names import with_names
from app.live.planned.running_rooms import PlannedRooms, glance_at
from app.live.proofs import find_unproved, prove
from app.live.relay.client import RelayClient
from app.live.relay.reach import find_own_address, reach_of
from app.live.session_services import LiveServices
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
from app.runtime.settings import Mode, Settings
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

__all__ = ["data_key", "open_services", "signing_key"]

RELAY_START_TIMEOUT_S = 30.0
"""How long the first relay workers may take to start. Without them nobody could be heard, so the service gives up."""

_log = logging.getLogger(__name__)


def signing_key(settings: Settings) -> str:
    """Return the key that signs links: the operator's, or the demo's own."""
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value()
    return keep_demo_key(settings.data_dir)


def data_key(settings: Settings) -> str:
    """Return the key of encrypted columns: the operator's, or the demo's own."""
    if settings.data_key is not None:
        return settings.data_key.get_secret_value()
    return keep_demo_key(settings.data_dir, "data-key")


@asynccontextmanager
async def open_services(settings: Settings, libraries: Mapping[str, Library]) -> AsyncIterator[Services]:
    """Open everything that serving needs; when the block ends, close all of it, relay workers included."""
    key = signing_key(settings)
    clock = SystemClock()
    database = Database.at(settings.database_url)
    options = reach_of(settings, find_own_address())
    relay = RelayClient(
        lambda on_event: RelayPool(options, on_event), clock, picture_height=settings.picture_height
    )
    journal = DatabaseJournal(database)
    clinics = ClinicStore(database, InstallationKey(data_key(settings)))
    rooms = _rooms(clinics, journal, relay, clock, index_of(libraries[DEFAULT_LANGUAGE]))
    secret = settings.turn_secret.get_secret_value() if settings.turn_secret else ""
    tickets = Tickets()
    entrance = Entrance(database, clock)
    live = LiveServices(
        clock,
        tickets,
        ResumeTokens(key),
        TurnCredentials(settings.turn_urls, secret, settings.turn_ttl),
        rooms,
    )

    planner = Planner(clinics, clock, PlannedRooms(rooms, database, entrance))
    lag = LoopLag()
    held: set[Socket] = set()

    async def run_session(socket: Socket) -> None:
        held.add(socket)
        try:
            await ClientSession(socket, live, relay, time.monotonic).run()
        except Exception:  # noqa: BLE001 (the session supervisor: one bug must not end the other sessions)
            _log.exception("session.failed")
            await socket.close(1011)
        finally:
            held.discard(socket)

    services = Services(
        clock,
        database,
        Invitations(key),
        entrance,
        tickets,
        TicketLimits(),
        lambda: relay.has_worker,
        rooms.time_in,
        lambda: rooms.keeps_record,
        Operations(
            relay.pool, lambda: ServiceReading(len(rooms), rooms.backlog_length, rooms.refused, lag.worst_ms)
        ),
        run_session,
        partial(end_withdrawn, database, rooms),
        clinics,
        cookie_name(settings.public_url),
        frozenset(allowed_origins(settings.public_url, demo=settings.mode is Mode.DEMO)),
        planner.wake,
        _proofs(clinics, clock, rooms),
        partial(glance_at, rooms),
    )
    try:
        async with asyncio.TaskGroup() as tasks:
            relay_started, rooms_started = asyncio.Event(), asyncio.Event()
            owned = [
                tasks.create_task(journal.run(), name="journal"),
                tasks.create_task(entrance.run(), name="entrance"),
                tasks.create_task(database.look_after(), name="database"),
                tasks.create_task(relay.run(started=relay_started), name="relay"),
                tasks.create_task(rooms.run(rooms_started), name="rooms"),
                tasks.create_task(planner.run(), name="planner"),
                tasks.create_task(lag.run(), name="lag"),
                tasks.create_task(sweep(lambda: not held), name="garbage"),
            ]
            async with asyncio.timeout(RELAY_START_TIMEOUT_S):
                await relay_started.wait()
                await rooms_started.wait()
            yield services
            for task in reversed(owned):
                task.cancel()
    finally:
        await database.close()


def _proofs(clinics: ClinicStore, clock: Clock, rooms: RoomRegistry) -> SeatProofs:
    signed_in = partial(find_signed_in, clinics, clock)
    return SeatProofs(check_no_pin, signed_in, partial(prove, rooms), partial(find_unproved, rooms))


def _rooms(
    clinics: ClinicStore, journal: Journal, relay: RelayClient, clock: Clock, library: LibraryIndex
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
        return actor

    return RoomRegistry(open_room, relay.close_room)
