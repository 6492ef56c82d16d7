"""Files of everything, asked for, waited for and fetched (Bulk Data Access 2)."""

import re
from datetime import datetime
from email.utils import format_datetime
from http import HTTPStatus
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from app.access.records.exports.bulk import (
    OUTCOME,
    Asked,
    ExportStatus,
    UnknownExport,
    ask_export,
    cancel_export,
    export_file,
    export_status,
)
from app.api.fhir.answers import fhir_response
from app.api.fhir.callers import find_caller, handling_is_strict
from app.api.services import services_of
from app.exports.fhir.answers import error
from app.exports.fhir.ids import own_id
from app.exports.fhir.made import instant
from app.exports.fhir.search import TYPES, Malformed, read_instant
from app.persistence.repositories.records.exports import ExportState
from clinic.common.ids import CohortId

__all__ = ["delete_export", "get_file", "get_status", "group_export", "patient_export", "system_export"]

_NDJSON: Final = "application/fhir+ndjson"
_FORMATS: Final = frozenset({_NDJSON, "application/ndjson", "ndjson"})
_KNOWN: Final = frozenset({"_outputFormat", "_since", "_type"})
_RETRY_S: Final = "5"
_LONGEST: Final = 1_500
_NUMBER: Final = re.compile(r"[1-9][0-9]{0,5}")


async def system_export(request: Request) -> Response:
    """Ask for everything."""
    return await _ask(request)


async def patient_export(request: Request) -> Response:
    """Ask for everything about clients."""
    return await _ask(request, people_only=True)


async def group_export(request: Request) -> Response:
    """Ask for everything about the clients of a group."""
    cohort = own_id(request.path_params["id"])
    return await _ask(request, people_only=True, cohort=CohortId(cohort or ""))


async def get_status(request: Request) -> Response:
    """Answer how far an export is, or what there is to fetch."""
    caller = await find_caller(request)
    status = await export_status(caller, request.path_params["id"])
    export = status.export
    if export.state is ExportState.FAILED:
        return fhir_response(
            error("exception", "The export failed. It can be asked for again."),
            HTTPStatus.INTERNAL_SERVER_ERROR,
        )
    if export.state is not ExportState.DONE:
        progress = f"{export.place.type} of {len(export.types)} types"
        return Response(
            status_code=HTTPStatus.ACCEPTED, headers={"x-progress": progress, "retry-after": _RETRY_S}
        )
    manifest = _manifest(services_of(request).systems.base, status)
    return JSONResponse(
        manifest, headers={"expires": _http_date(export.expires_at), "cache-control": "no-store"}
    )


async def delete_export(request: Request) -> Response:
    """Remove an export."""
    await cancel_export(await find_caller(request), request.path_params["id"])
    return Response(status_code=HTTPStatus.ACCEPTED)


async def get_file(request: Request) -> Response:
    """Answer a file, whole, as often as it is asked for."""
    caller = await find_caller(request)
    number = request.path_params["number"]
    if not _NUMBER.fullmatch(number):
        raise UnknownExport
    _, content = await export_file(caller, request.path_params["id"], int(number))
    return Response(content, media_type=_NDJSON, headers={"cache-control": "no-store"})


async def _ask(request: Request, *, people_only: bool = False, cohort: CohortId | None = None) -> Response:
    caller = await find_caller(request)
    base = services_of(request).systems.base
    types, since = _read(request)
    address = f"{base}{request.url.path[request.url.path.index('/fhir/r4') + len('/fhir/r4') :]}"
    asked = Asked(
        f"{address}?{request.url.query}" if request.url.query else address,
        people_only,
        cohort,
        types,
        since,
    )
    export = await ask_export(caller, asked)
    services_of(request).systems.wake()
    return Response(
        status_code=HTTPStatus.ACCEPTED, headers={"content-location": f"{base}/$export-status/{export}"}
    )


def _read(request: Request) -> tuple[tuple[str, ...] | None, datetime | None]:
    given = request.query_params.multi_items()
    strict = handling_is_strict(request)
    if len(request.url.query) > _LONGEST:
        raise Malformed("", "That is too long.")
    if strict and (unknown := [name for name, _ in given if name not in _KNOWN]):
        raise Malformed(unknown[0][:40], "There is no such parameter.")
    if any(value not in _FORMATS for name, value in given if name == "_outputFormat"):
        raise Malformed("_outputFormat", "Files are in NDJSON alone.")
    moments = [value for name, value in given if name == "_since"]
    if len(moments) > 1:
        raise Malformed("_since", "It may be given once.")
    named = [one for name, value in given if name == "_type" for one in value.split(",")]
    if strict and set(named) - set(TYPES):
        raise Malformed("_type", "There is no such type here.")
    types = tuple(dict.fromkeys(one for one in named if one in TYPES)) if named else None
    if types == ():
        raise Malformed("_type", "There is no such type here.")
    return types, read_instant("_since", moments[0]) if moments else None


def _manifest(base: str, status: ExportStatus) -> dict[str, Any]:
    export = status.export
    listed = [
        {
            "type": each.type,
            "url": f"{base}/$export-file/{export.id}/{each.number}",
            "count": each.records,
        }
        for each in status.files
    ]
    return {
        "transactionTime": instant(export.asked_at),
        "request": export.request,
        "requiresAccessToken": True,
        "output": [each for each in listed if each["type"] != OUTCOME],
        "error": [each for each in listed if each["type"] == OUTCOME],
        "extension": {"left-out": len(export.place.left_out)},
    }


def _http_date(at: datetime) -> str:
    return format_datetime(at, usegmt=True)
