"""The programme's requests as one application, which the service mounts at ``/api/v1``."""

from collections.abc import Iterable, Mapping
from typing import Final

from fastapi import APIRouter, FastAPI
from starlette.datastructures import State
from starlette.routing import Match, Mount
from starlette.types import ASGIApp, Scope

from app.api.clinic.common.bodies import BoundedBodies
from app.api.clinic.common.errors import RESPONSES, add_error_handlers

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
        return super().matches(scope)


def build_clinic_api(routers: Iterable[APIRouter], state: State, larger_bodies: Mapping[str, int]) -> ASGIApp:
    """Build the application.

    Args:
        routers: Its routes.
        state: The outer application's state, in which the services are kept.
        larger_bodies: Paths whose bodies may be larger than usual, with their bounds in bytes.
    """
    api = FastAPI(
        title="Attune",
        description="The programme: people, care teams, groups, schedule. See docs/api.md.",
        version="1",
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses=RESPONSES,
    )
    api.state = state
    for router in routers:
        api.include_router(router)
    add_error_handlers(api)
    return BoundedBodies(api, larger_bodies)
