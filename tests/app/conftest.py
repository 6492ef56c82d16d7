"""Databases for tests: SQLite in a file, and PostgreSQL on a server of our own; both created by the migrations.

The migrations run once per kind of database; each test gets a copy, on PostgreSQL the same one, emptied.

Also the web application over a SQLite database with the test group, without relay or rooms.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.types import ASGIApp

from app.access.identity.recovery import Recoveries
from app.access.identity.services import IdentityServices
from app.access.mail.notices import MailedNotices
from app.access.mail.pages import Pages
from app.access.records.exports.callers import AccessTokens
from app.access.records.exports.services import KeyFinder, SystemServices
from app.api.rate_limit import RateLimit, TicketLimits
from app.api.services import SeatNetworks, SeatPreparations, Services
from app.auth.invitations import Invitation, Invitations
from app.auth.oidc.fetch import JsonFetcher
from app.auth.seat_cookies import SeatCookies
from app.auth.tickets import Tickets
from app.live.entrance import Entrance
from app.live.library import index_of, load_libraries
from app.live.session_services import turn_servers
from app.live.turn import TurnCredentials
from app.mail.stored.writer import MailWriter
from app.observability.operations import Operations, ServiceReading
from app.persistence.clinic_store import ClinicStore
from app.persistence.encryption import InstallationKey
from app.persistence.migrate import upgrade
from app.persistence.unit_of_work import Database
from app.runtime.clock import to_datetime
from app.runtime.settings import Settings
from app.wiring.main import create_app
from rooms.library.model import Library
from rooms.model.ids import RoomId, SeatId
from rooms.model.library import LibraryIndex
from rooms.model.people import RoomSetup
from signaling.ports import Socket
from tests.app.observability.relay import WatchedRelay
from tests.support.databases.built_once import BuiltOnce, Snapshots
from tests.support.databases.in_the_loop import run_in_the_loop
from tests.support.databases.postgres import EMPTY, PostgresServer, find_programs, run_server
from tests.support.rooms.fakes import FakeClock
from tests.support.rooms.setups import START, build_setup
from tests.support.schedule.world import World, build_world
from tests.support.service.clinics import open_clinic
from tests.support.service.exits import FakeExits, ends_withdrawn
from tests.support.service.proofs import FakeProofs
from tests.support.sign_in.accounts import add_clinic
from tests.support.sign_in.identity import PUBLIC_URL, CountedHasher, KeptNotices, build_identity

NO_TURN = TurnCredentials((), "", timedelta(minutes=2))
DATA_KEY = "the key of this installation, forty-two"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    programs = find_programs()
    if programs is None:
        pytest.skip("PostgreSQL's programs (initdb, pg_ctl) are not installed")
    with run_server(programs) as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    return postgres_server.make_database()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/attune.db"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with today's schema and nothing in it."""
    file = tmp_path_factory.mktemp("migrated") / "attune.db"
    _migrate(f"sqlite+aiosqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def migrated_postgres(postgres_server: PostgresServer) -> str:
    """Such a database on the PostgreSQL server, for one test after another."""
    url = postgres_server.make_database()
    _migrate(url)
    return url


def _migrate(url: str) -> None:
    # A loop of its own, which leaves the tests' loops alone.
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(upgrade(url))


@pytest.fixture
def migrated_sqlite_url(sqlite_url: str, migrated_file: Path, tmp_path: Path) -> str:
    shutil.copyfile(migrated_file, tmp_path / "attune.db")
    return sqlite_url


@pytest.fixture
def migrated_postgres_url(postgres_server: PostgresServer, migrated_postgres: str) -> Iterator[str]:
    yield migrated_postgres
    postgres_server.run_sql(migrated_postgres, EMPTY)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def migrated_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"migrated_{request.param}_url")
    return url


@pytest.fixture(autouse=True)
def sqlite_in_the_loop(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let SQLite do without its threads, but where a test is about what rests on them."""
    if request.node.get_closest_marker("threads") is None:
        run_in_the_loop(monkeypatch)


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    """An empty database with today's schema."""
    database = Database.at(migrated_url)
    yield database
    await database.close()


@pytest.fixture(scope="session")
def snapshots() -> Iterator[Snapshots]:
    """Of databases that fixtures have built."""
    snapshots: Snapshots = {}
    yield snapshots
    for snapshot, _ in snapshots.values():
        snapshot.close()


@pytest.fixture
def built_once(migrated_sqlite_url: str, tmp_path: Path, snapshots: Snapshots) -> Iterator[BuiltOnce]:
    """Fixtures fill this test's SQLite database through it. It is there before anything is written."""
    built_once = BuiltOnce(tmp_path / "attune.db", snapshots)
    yield built_once
    built_once.close()


@pytest.fixture
async def sqlite(migrated_sqlite_url: str, built_once: BuiltOnce) -> AsyncIterator[Database]:
    """The same where the kind of database does not matter."""
    database = Database.at(migrated_sqlite_url)
    yield database
    await database.close()


async def add_session(database: Database, setup: RoomSetup | None = None) -> RoomSetup:
    """Store the test group, open for three hours from START."""
    setup = setup or build_setup()
    async with database.write() as unit:
        await unit.sessions.ensure_clinic("cl_test", "Test clinic")
        opens = to_datetime(START)
        await unit.sessions.add("cl_test", setup, opens, opens + timedelta(hours=3))
    return setup


def inside(app: Any) -> FastAPI:
    """Return the FastAPI application inside its ASGI wrappers."""
    while not isinstance(app, FastAPI):
        app = app._app
    return app


@dataclass
class WebService:
    """The web application with everything that tests control or inspect."""

    app: ASGIApp
    services: Services
    clock: FakeClock
    sockets: list[Socket] = field(default_factory=list)
    relay: list[bool] = field(default_factory=lambda: [True])
    record: list[bool] = field(default_factory=lambda: [True])
    times: dict[RoomId, float] = field(default_factory=dict)
    watched: WatchedRelay = field(default_factory=WatchedRelay)
    withdrawn: list[SeatId] = field(default_factory=list)
    exits: FakeExits = field(default_factory=FakeExits)
    refusals: list[Exception] = field(default_factory=list)
    proofs: FakeProofs = field(default_factory=FakeProofs)
    woken: list[bool] = field(default_factory=list)
    notices: KeptNotices = field(default_factory=KeptNotices)
    in_rooms: set[str] = field(default_factory=set)
    told: list[RoomId] = field(default_factory=list)
    """Rooms that have to be told how ready their people are."""
    turn: list[TurnCredentials] = field(default_factory=list)
    """What makes credentials with which pages try their network; one."""

    @property
    def now(self) -> datetime:
        return to_datetime(self.clock.now())

    @property
    def identity(self) -> IdentityServices:
        return self.services.identity

    @property
    def store(self) -> ClinicStore:
        return self.services.clinics

    def link(self, seat: str, version: int = 1) -> str:
        return self.services.invitations.write(Invitation(SeatId(seat), version))


@pytest.fixture(scope="session")
def hasher() -> Iterator[CountedHasher]:
    """One for all tests: to make one takes as long as to check a password."""
    hasher = CountedHasher()
    yield hasher
    hasher.close()


@pytest.fixture(scope="session")
def libraries() -> Mapping[str, Library]:
    """The release's; to read it takes as long as many a test."""
    return load_libraries(None)


@asynccontextmanager
async def _no_services(_settings: Settings) -> AsyncIterator[Services]:
    """httpx's transport does not run the lifespan: each test puts its own services in."""
    raise NotImplementedError
    yield


@pytest.fixture(scope="session")
def application(libraries: Mapping[str, Library]) -> ASGIApp:
    """The web application, for one test after another: to build its routes takes longer than most tests."""
    return create_app(Settings(), _no_services, libraries)


@cache
def library_index() -> LibraryIndex:
    """Return what rooms know of the release's library."""
    return index_of(load_libraries(None)["en"])


async def _no_glance(_room: RoomId) -> None:
    """Nobody is in any room."""
    return


def _systems(written: list[bool]) -> SystemServices:
    """Return what requests of systems of others need; nothing is written by itself."""
    return SystemServices(
        f"{PUBLIC_URL}/fhir/r4",
        AccessTokens("key"),
        KeyFinder(JsonFetcher(allow_loopback=True)),
        lambda: written.append(True),
    )


@pytest.fixture
async def web_service(
    sqlite: Database, built_once: BuiltOnce, hasher: CountedHasher, application: ASGIApp
) -> AsyncIterator[WebService]:
    await built_once.step("session", lambda: add_session(sqlite))
    clock = FakeClock()
    relay, record = [True], [True]
    times: dict[RoomId, float] = {}
    withdrawn, refusals, woken = list[SeatId](), list[Exception](), list[bool]()
    told, turn = list[RoomId](), [NO_TURN]

    async def run_session(socket: Socket) -> None:
        await socket.send(await socket.receive())
        await socket.close(4000)

    watched, proofs, exits = WatchedRelay(), FakeProofs(), FakeExits()
    entrance = Entrance(sqlite, clock)
    store, invitations = ClinicStore(sqlite, InstallationKey(DATA_KEY)), Invitations("key")
    notices, in_rooms, written = KeptNotices(), set[str](), list[bool]()
    letters = MailedNotices(Pages("http://localhost:8000"), lambda: woken.append(True))
    identity = build_identity(
        store, hasher, entrance, invitations, notices=notices, in_live_room=in_rooms.__contains__
    )
    services = Services(
        clock,
        sqlite,
        invitations,
        entrance,
        Tickets(),
        TicketLimits(seat_burst=5, failures_burst=4),
        lambda: relay[0],
        times.get,
        lambda: record[0],
        Operations(watched, lambda: ServiceReading(rooms=2, backlog=0, refused=0, lag_ms=0.4)),
        run_session,
        ends_withdrawn(withdrawn, refusals),
        store,
        "attune",
        frozenset({PUBLIC_URL}),
        *(lambda: None,) * 2,
        proofs.ports,
        SeatPreparations(SeatCookies("key", secure=False), told.append),
        SeatNetworks(lambda seat: turn_servers(turn[0], seat, clock.now()), RateLimit(burst=3, per_s=0.05)),
        _no_glance,
        letters,
        MailWriter("localhost", "appointments@localhost"),
        identity,
        Recoveries(identity, lambda: to_datetime(clock.now())),
        exits.ports,
        RateLimit(burst=200, per_s=2.0),
        _systems(written),
        library_index(),
    )
    inside(application).state.services = services
    async with asyncio.TaskGroup() as tasks:
        owned = [tasks.create_task(entrance.run()), tasks.create_task(services.recoveries.run())]
        yield WebService(
            application,
            services,
            clock,
            relay=relay,
            record=record,
            times=times,
            watched=watched,
            withdrawn=withdrawn,
            exits=exits,
            refusals=refusals,
            woken=woken,
            notices=notices,
            in_rooms=in_rooms,
            proofs=proofs,
            told=told,
            turn=turn,
        )
        for task in owned:
            task.cancel()


@pytest.fixture
async def client(web_service: WebService) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(web_service.app, client=("192.0.2.1", 1234))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://localhost:8000", headers={"origin": "http://localhost:8000"}
    ) as client:
        yield client


@pytest.fixture
async def practice(web_service: WebService, built_once: BuiltOnce) -> WebService:
    """The same with a clinic: an owner, an administrator, a client (``tests.support.sign_in.accounts``)."""
    await built_once.step("practice", lambda: add_clinic(web_service.store, web_service.now))
    return web_service


@pytest.fixture
async def world(web_service: WebService, client: httpx.AsyncClient, built_once: BuiltOnce) -> World:
    """A clinic that plans sessions."""
    return await built_once.step(
        "world", lambda: make_world(web_service, client, "here"), web_service.store, client
    )


@pytest.fixture
async def other_world(web_service: WebService, client: httpx.AsyncClient, built_once: BuiltOnce) -> World:
    """Another one in the same installation."""
    return await built_once.step(
        "other world", lambda: make_world(web_service, client, "there"), web_service.store, client
    )


async def make_world(web_service: WebService, client: httpx.AsyncClient, name: str) -> World:
    return await build_world(await open_clinic(web_service.store, name, web_service.now), client)
