"""The API for systems as one application, which the service mounts at ``/fhir/r4``."""

from typing import Final

from starlette.applications import Starlette
from starlette.datastructures import State
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from app.api.clinic.common.bodies import BoundedBodies
from app.api.fhir.answers import HANDLERS, fhir_response
from app.api.fhir.exports import (
    delete_export,
    get_file,
    get_status,
    group_export,
    patient_export,
    system_export,
)
from app.api.fhir.records import get_record, post_search, search
from app.api.fhir.tokens import post_token
from app.api.services import services_of
from app.exports.fhir.capability import TOKEN_PATH, capability_statement, smart_configuration

__all__ = ["PREFIX", "build_fhir_api"]

PREFIX: Final = "/fhir/r4"


def build_fhir_api(state: State) -> ASGIApp:
    """Build the application.

    Args:
        state: The outer application's state, in which the services are kept.
    """
    api = Starlette(
        routes=[
            Route("/metadata", _metadata),
            Route("/.well-known/smart-configuration", _smart),
            Route(TOKEN_PATH, post_token, methods=["POST"]),
            Route("/$export", system_export),
            Route("/Patient/$export", patient_export),
            Route("/Group/{id}/$export", group_export),
            Route("/$export-status/{id}", get_status, methods=["GET"]),
            Route("/$export-status/{id}", delete_export, methods=["DELETE"]),
            Route("/$export-file/{id}/{number}", get_file),
            Route("/{type}/_search", post_search, methods=["POST"]),
            Route("/{type}/{id}", get_record),
            Route("/{type}", search),
        ],
        exception_handlers=HANDLERS,
    )
    api.state = state
    return BoundedBodies(api, {})


async def _metadata(request: Request) -> Response:
    return fhir_response(capability_statement(services_of(request).systems.base))


async def _smart(request: Request) -> Response:
    return JSONResponse(smart_configuration(services_of(request).systems.base))
