"""The programme's requests as one application, which the service mounts at ``/api/v1``."""

from collections.abc import Iterable, Mapping

from fastapi import APIRouter, FastAPI
from starlette.datastructures import State
from starlette.types import ASGIApp

from app.api.clinic.common.bodies import BoundedBodies
from app.api.clinic.common.errors import RESPONSES, add_error_handlers

__all__ = ["build_clinic_api"]


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
