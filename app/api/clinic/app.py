"""The programme's requests as one application, which the service mounts at ``/api/v1``."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from starlette.datastructures import State
from starlette.routing import Match, Mount
from starlette.types import ASGIApp, Scope

from app.api.clinic.common.bodies import BoundedBodies
from app.api.clinic.common.calls import COOKIE
from app.api.clinic.common.errors import add_error_handlers
from app.api.clinic.common.methods import KnownMethods
from app.api.clinic.document.document import TAGS, complete, operation_id
from app.api.clinic.document.served import ServedDocument

__all__ = ["ProgrammeMount", "build_clinic_api"]

PREFIX: Final = "/api/v1"


class ProgrammeMount(Mount):
    """Where the programme's requests are served, beside the routes that were there before."""

    def __init__(self, app: ASGIApp, beside: Iterable[str]) -> None:
        super().__init__(PREFIX, app)
        self._beside = tuple(beside)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Return whether the path is the programme's."""
        if scope["path"].startswith(self._beside):
            return Match.NONE, {}
        # A mount takes no path with a line break, which is any other sign to its routes.
        return super().matches({**scope, "path": scope["path"].replace("\n", "_")})


def build_clinic_api(
    routers: Iterable[APIRouter], state: State, larger_bodies: Mapping[str, int], cookie: str = COOKIE
) -> ASGIApp:
    """Build the application.

    Args:
        routers: Its routes.
        state: The outer application's state, in which the services are kept.
        larger_bodies: Paths whose bodies may be larger than usual, with their bounds in bytes.
        cookie: The name of the sign-in cookie.
    """
    all_routers = tuple(routers)
    api = _Described(all_routers, cookie)
    api.state = state
    for router in all_routers:
        api.include_router(router)
    api.add_route("/openapi.json", ServedDocument(api.openapi).answer, include_in_schema=False)
    add_error_handlers(api)
    return BoundedBodies(KnownMethods(api, all_routers), larger_bodies)


class _Described(FastAPI):
    """An application that describes itself as it is."""

    def __init__(self, routers: tuple[APIRouter, ...], cookie: str) -> None:
        super().__init__(
            title="Attune",
            description="The programme: people, care teams, groups, schedule. See docs/api.md.",
            version="1",
            openapi_url=None,
            openapi_tags=TAGS,
            servers=[{"url": PREFIX}],
            root_path_in_servers=False,
            docs_url=None,
            redoc_url=None,
            generate_unique_id_function=lambda route: operation_id(route.name),
        )
        self._routers = routers
        self._cookie = cookie

    def openapi(self) -> dict[str, Any]:
        """Return the description; it is made once."""
        if self.openapi_schema is None:
            self.openapi_schema = complete(super().openapi(), self._routers, self._cookie)
        return self.openapi_schema
