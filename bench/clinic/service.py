"""The web application in this process, asked as its server would ask it: no socket, no relay, no task beside it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from pydantic import SecretStr
from starlette.types import ASGIApp, Message

from app.api.clinic.common.calls import cookie_name
from app.api.rate_limit import RateLimit, TicketLimits
from app.api.services import SeatExits, SeatNetworks, SeatPreparations, SeatProofs, Services
from app.auth.invitations import Invitations
from app.auth.one_time import make_secret
from app.auth.seat_cookies import SeatCookies
from app.auth.tickets import Tickets
from app.live.entrance import Entrance
from app.live.library import load_libraries
from app.observability.operations import Operations, ServiceReading
from app.persistence.clinic_store import Actor, ClinicStore
from app.runtime.ids import new_sign_in_id
from app.runtime.outbound import Outbound
from app.runtime.settings import Settings
from app.wiring.identity import open_identity
from app.wiring.mail import build_mail
from app.wiring.main import create_app
from app.wiring.systems import build_systems
from clinic.common.ids import ClinicId, PersonId
from clinic.identity.access import PrincipalKind
from clinic.identity.sign_ins import start
from media.counters import RoomStats
from rooms.model.library import LibraryIndex
from rooms.runtime.registry import RoomRegistry

__all__ = ["Answer", "BenchService", "StandingClock", "Visitor", "open_service"]

_URL: Final = "http://localhost:8000"


@dataclass(frozen=True, slots=True)
class StandingClock:
    """Implements the rooms' ``Clock``: the time of day stands still, so that every run sees the same week."""

    at: datetime

    def now(self) -> float:
        """Return the time of day, Unix seconds."""
        return self.at.timestamp()

    def steady(self) -> float:
        """Return how long the process has run: not at all."""
        return 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the application answered."""

    status: int
    body: bytes = field(repr=False)

    def json(self) -> Any:
        """Return the body's value."""
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in."""

    person: PersonId
    secret: str = field(repr=False)


class BenchService:
    """The application."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self.services = services

    @property
    def store(self) -> ClinicStore:
        """The clinics' storage."""
        return self.services.clinics

    async def sign_in(self, clinic: ClinicId, person: PersonId, now: datetime) -> Visitor:
        """Sign a member of staff in."""
        secret = make_secret()
        sign_in = start(new_sign_in_id(), clinic, person, PrincipalKind.STAFF, now, second_factor=False)
        async with self.store.write(clinic, Actor("operator"), now) as unit:
            await unit.sign_ins.add(sign_in, secret.hashed, "password", "Firefox, Linux")
        return Visitor(person, secret.text)

    async def ask(
        self,
        who: Visitor,
        method: str,
        path: str,
        query: dict[str, str] | None = None,
        body: object = None,
        version: int | None = None,
    ) -> Answer:
        """Send a request and return the answer."""
        sent = b"" if body is None else json.dumps(body).encode()
        headers = [
            (b"host", b"localhost:8000"),
            (b"origin", _URL.encode()),
            (b"cookie", f"{self.services.cookie}={who.secret}".encode()),
            (b"content-type", b"application/json"),
            (b"content-length", str(len(sent)).encode()),
        ]
        if version is not None:
            headers.append((b"if-match", f'"{version}"'.encode()))
        scope = {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": f"/api/v1{path}",
            "raw_path": f"/api/v1{path}".encode(),
            "query_string": urlencode(query or {}).encode(),
            "root_path": "",
            "headers": headers,
            "client": ("127.0.0.1", 50_000),
            "server": ("localhost", 8000),
            "state": {},
        }
        status, parts = 0, list[bytes]()
        coming = iter([{"type": "http.request", "body": sent, "more_body": False}])

        async def receive() -> Message:
            return next(coming, {"type": "http.disconnect"})

        async def send(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            parts.append(message.get("body", b""))

        await self._app(scope, receive, send)
        return Answer(status, b"".join(parts))


@asynccontextmanager
async def open_service(store: ClinicStore, clock: StandingClock, folder: Path) -> AsyncIterator[BenchService]:
    """Put the application together over this storage, with services that nobody needs here left idle."""
    settings = Settings(data_dir=folder, secret_key=SecretStr("0" * 16 + "k" * 32))
    database = store.database
    entrance, invitations = Entrance(database, clock), Invitations("the bench's own")
    rooms = RoomRegistry(_no_room, _nothing)
    outbound = Outbound(allow_loopback=False)
    mail = build_mail(settings, store, clock, outbound)
    identity = open_identity(settings, store, invitations, entrance, rooms, clock, mail.notices)
    systems = build_systems(settings, store, clock)
    services = Services(
        clock,
        database,
        invitations,
        entrance,
        Tickets(),
        TicketLimits(),
        lambda: True,
        rooms.time_in,
        lambda: True,
        Operations(_NoRelay(), lambda: ServiceReading(0, 0, 0, 0.0)),
        _nothing,
        _unknown,
        store,
        cookie_name(_URL),
        frozenset({_URL}),
        lambda: None,
        lambda: None,
        SeatProofs(_nothing, _no_room, _unknown, _nobody),
        SeatPreparations(SeatCookies("bench"), lambda _room: None),
        SeatNetworks(lambda _seat: [], RateLimit(burst=10, per_s=0.5)),
        _no_room,
        mail.notices,
        mail.writer,
        identity.services,
        identity.recoveries,
        SeatExits(lambda _: None, _nothing, RateLimit(burst=10, per_s=0.5)),
        RateLimit(burst=200, per_s=2.0),
        systems.services,
        LibraryIndex(),
    )

    @asynccontextmanager
    async def opened(_settings: Settings) -> AsyncIterator[Services]:
        yield services

    app = create_app(settings, opened, load_libraries(None))
    try:
        async with _alive(app):
            yield BenchService(app, services)
    finally:
        for service in (systems, outbound, identity):
            await service.close()


@asynccontextmanager
async def _alive(app: ASGIApp) -> AsyncIterator[None]:
    """Start the application and stop it at the end of the block, as a server does."""
    to_app, from_app = asyncio.Queue[Message](), asyncio.Queue[Message]()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(
            _run(app({"type": "lifespan", "asgi": {"version": "3.0"}}, to_app.get, from_app.put))
        )
        await to_app.put({"type": "lifespan.startup"})
        await from_app.get()
        try:
            yield
        finally:
            await to_app.put({"type": "lifespan.shutdown"})


async def _run(serving: Awaitable[None]) -> None:
    await serving


class _NoRelay:
    """Implements ``RelayWatch``: there is no relay."""

    def workers(self) -> tuple[()]:
        return ()

    def room_states(self) -> tuple[()]:
        return ()

    async def stats(self, room: str) -> RoomStats:
        raise NotImplementedError

    def drain(self, index: int) -> None:
        raise NotImplementedError

    def undrain(self, index: int) -> None:
        raise NotImplementedError


async def _no_room(*_: object) -> None:
    return None


async def _nothing(*_: object) -> None:
    return


async def _unknown(*_: object) -> bool:
    return False


async def _nobody(*_: object) -> frozenset[Any]:
    return frozenset()
