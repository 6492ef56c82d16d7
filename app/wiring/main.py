"""The web application: routes, files and headers around the services that the wiring opens."""

import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.clinic.app import ProgrammeMount, build_clinic_api
from app.api.clinic.common.calls import cookie_name
from app.api.clinic.common.files import LARGER_BODIES
from app.api.clinic.consents.routers import CONSENT_ROUTERS
from app.api.clinic.identity import routers as identity
from app.api.clinic.office import audit, sign_in_provider, systems
from app.api.clinic.office.mail import build_mail_router
from app.api.clinic.office.webhooks import build_webhook_router
from app.api.clinic.people.routers import PEOPLE_ROUTERS
from app.api.clinic.programme.attendance import attendance
from app.api.clinic.programme.insurance.routers import INSURANCE_ROUTERS
from app.api.clinic.programme.measures.routers import MEASURE_ROUTERS
from app.api.clinic.programme.routers import PROGRAMME_ROUTERS
from app.api.clinic.programme.support.routers import SUPPORT_ROUTERS
from app.api.clinic.records.routers import RECORDS_ROUTERS
from app.api.clinic.safety import preparations
from app.api.clinic.safety.routers import build_safety_routers
from app.api.clinic.schedule import feeds
from app.api.clinic.schedule.routers import SCHEDULE_ROUTERS
from app.api.fhir.app import PREFIX as FHIR
from app.api.fhir.app import build_fhir_api
from app.api.headers import SecurityHeaders
from app.api.known_hosts import KnownHosts
from app.api.ops import health
from app.api.ops.gate import OpsGate
from app.api.ops.routes import build_ops_router
from app.api.pages.files import BuiltFiles, answer_prepared
from app.api.pages.nowhere import answer_nowhere
from app.api.pages.offline import build_offline_router
from app.api.problems import Problem, problem_response
from app.api.room.exits import build_exit_route
from app.api.room.library import build_library_router
from app.api.room.network import build_network_route
from app.api.room.preparation import build_preparation_route
from app.api.room.proof import build_proof_route
from app.api.room.tickets import build_ticket_route
from app.api.room.ws import RoomSocket, allowed_origins
from app.api.services import Services
from app.api.traffic import CountTraffic, Traffic
from app.runtime.settings import Mode, Settings
from app.wiring.client import BUILD, WebClient
from app.wiring.offline import read_offline
from rooms.library.model import Library

__all__ = ["create_app"]

_log = logging.getLogger(__name__)
_WEB = Path(__file__).parents[1] / "web"
# The paths of app/web/clinic/core/routing/routes.js; a page shows what its address says by itself.
_CLINIC_PATHS = (
    *("/", "/sign-in", "/welcome", "/proved", "/me", "/connected", "/questions", "/agreements", "/data"),
    *("/today", "/follow-ups", "/practice", "/on-call", "/week", "/schedule"),
    *("/sessions/{id}/departures", "/sessions/{id}/attendance", "/sessions/{id}/agenda"),
    *("/people", "/people/{id}", "/people/{id}/crisis-card", "/couples", "/couples/{id}", "/team"),
    *("/groups", "/groups/{id}", "/programme", "/policies", "/insurance", "/support"),
    *("/documents", "/documents/{id}", "/audit", "/mail", "/records", "/settings", "/systems", "/webhooks"),
)
# The client's directory also holds its build tools, which are not served; the build has a place of its own.
_NOT_SERVED = ("node_modules", "package.json", "package-lock.json", "tsconfig.json", "build.mjs", BUILD)


def create_app(
    settings: Settings,
    open_services: Callable[[Settings], AbstractAsyncContextManager[Services]],
    libraries: Mapping[str, Library],
) -> ASGIApp:
    """Build the application.

    Args:
        settings: The operator's settings.
        open_services: Opens what the handlers need when serving starts, and closes it when serving ends.
        libraries: The library in each language.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            async with open_services(settings) as services:
                app.state.services = services
                yield
        except Exception:
            # The server itself only logs that startup or shutdown failed.
            _log.exception("service.failed")
            raise

    demo = settings.mode is Mode.DEMO
    app = FastAPI(title="Attune", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    origins = allowed_origins(settings.public_url, demo=demo)
    # Routes are tried in this order, so the most requested ones come first.
    routers = (
        *SCHEDULE_ROUTERS,
        preparations.router,
        *PEOPLE_ROUTERS,
        *identity.ROUTERS,
        *PROGRAMME_ROUTERS,
        *INSURANCE_ROUTERS,
        *build_safety_routers(allow_loopback=demo),
        *SUPPORT_ROUTERS,
        *CONSENT_ROUTERS,
        attendance.router,
        *MEASURE_ROUTERS,
        build_mail_router(demo=demo),
        *RECORDS_ROUTERS,
        audit.router,
        sign_in_provider.router,
        build_webhook_router(allow_loopback=demo),
        systems.router,
        feeds.router,
    )
    programme = build_clinic_api(routers, app.state, LARGER_BODIES, cookie_name(settings.public_url))
    app.router.routes.append(build_ticket_route(origins))
    app.router.routes.append(build_proof_route(origins))
    app.router.routes.append(build_exit_route(origins))
    app.router.routes.append(build_preparation_route(origins))
    app.router.routes.append(build_network_route(origins))
    app.router.routes.append(
        ProgrammeMount(programme, ("/api/v1/library/", "/api/v1/seats/", "/api/v1/tickets"))
    )
    app.mount(FHIR, build_fhir_api(app.state))
    app.include_router(health.router)
    app.include_router(build_library_router(libraries))
    traffic = Traffic()
    app.include_router(build_offline_router(read_offline(_WEB, settings.exit_url)))
    client = WebClient(_WEB, settings.exit_url, watch=demo)
    app.include_router(build_ops_router(traffic, lambda: client.pages.ops))
    for path, serve in _serve_pages(client):
        app.add_api_route(path, serve, methods=["GET", "HEAD"], include_in_schema=False)
    app.mount(f"/web/{BUILD}", BuiltFiles(client.files))
    app.mount("/web", _WebFiles(directory=_WEB, check_dir=False))
    app.add_exception_handler(Problem, _answer_problem)
    app.add_exception_handler(HTTPException, partial(_answer_http, client))
    app.add_exception_handler(ClientDisconnect, _answer_nobody)
    app.add_middleware(OpsGate, networks=settings.ops_networks, proxies=settings.trusted_proxies)
    sockets = RoomSocket(origins, lambda: app.state.services)
    names = [urlsplit(settings.public_url).hostname or "", *settings.host_names]
    counted = KnownHosts(CountTraffic(_ByKind(app, sockets), traffic), names)
    return SecurityHeaders(counted, origins=origins, https_only=not demo, release=client.release)


class _ByKind:
    """Routes websockets around FastAPI, whose layers would stay in memory with each of them."""

    def __init__(self, app: ASGIApp, sockets: ASGIApp) -> None:
        self._app = app
        self._sockets = sockets

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        return (self._sockets if scope["type"] == "websocket" else self._app)(scope, receive, send)


class _WebFiles(StaticFiles):
    """The client's files, without its build tools."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Return the file's path and status, as Starlette expects."""
        if path.split("/", 1)[0] in _NOT_SERVED:
            return "", None
        return super().lookup_path(path)


def _serve_pages(client: WebClient) -> Iterator[tuple[str, Callable[[Request], Awaitable[Response]]]]:
    async def serve_room(request: Request) -> Response:
        return answer_prepared(client.pages.room, request.headers)

    async def serve_clinic(request: Request) -> Response:
        return answer_prepared(client.pages.clinic, request.headers)

    yield "/join", serve_room
    yield from ((path, serve_clinic) for path in _CLINIC_PATHS)


def _answer_problem(_request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem), "registered for this class"
    return problem_response(error)


def _answer_nobody(_request: Request, _error: Exception) -> Response:
    # The client has disconnected: this is no error, and nobody reads the response.
    return Response(status_code=HTTPStatus.BAD_REQUEST)


def _answer_http(client: WebClient, request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException), "registered for this class"
    return answer_nowhere(request, error, client.pages.clinic)
