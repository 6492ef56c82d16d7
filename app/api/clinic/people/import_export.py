"""People as CSV files: bringing them in, and taking them out."""

from typing import Literal

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.access.people import import_export
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.files import (
    DryRunOnly,
    ImportAnswer,
    csv_body,
    csv_content,
    import_answer,
    import_once,
    read_file,
)
from app.api.clinic.common.repeats import RepeatKey
from app.persistence.clinic_store import ClinicUnit
from clinic.people.person import PersonKind

__all__ = ["router"]

router = APIRouter(prefix="/people", tags=["People"])

_LINES = ("display_name,time_zone,email", "Ana L.,America/New_York,ana@example.org")


@router.post("/import", openapi_extra=csv_body(*_LINES))
async def import_people(
    caller: Signed, request: Request, dry_run: DryRunOnly, key: RepeatKey = None
) -> ImportAnswer:
    """Add everybody in a CSV file of at most 10 MiB, or tell what is wrong with it."""
    async with caller.read() as unit:
        known = await import_export.begin_import(unit, caller.principal)
    data = await read_file(request)
    file = await import_export.read_import(data, known)
    if dry_run:
        return import_answer(file, added=0, dry_run=True)

    async def add(unit: ClinicUnit) -> int:
        return await import_export.import_people(unit, caller.principal, file)

    return await import_once(caller, key, "import", data, file, add)


@router.get("/export.csv", response_class=Response, responses={200: csv_content(*_LINES)})
async def export_people(
    caller: Signed, kind: Literal[PersonKind.STAFF, PersonKind.CLIENT] = PersonKind.CLIENT
) -> Response:
    """Return a CSV file of everybody who is not archived, which can be imported again."""
    async with caller.read() as unit:
        data = await import_export.export_people(unit, caller.principal, kind)
    return Response(
        data,
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="people.csv"', "cache-control": "no-store"},
    )
