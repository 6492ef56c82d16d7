"""People as CSV files: bringing them in, and taking them out."""

import hashlib
from typing import Annotated, Final

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.requests import Request
from starlette.responses import Response

from app.access.people import import_export
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.doors.scope import door_of
from app.persistence.clinic_store import ClinicUnit
from clinic.people.csv_import import DryRun, Mend
from clinic.people.csv_table import MAX_BYTES, Encoding
from clinic.people.person import PersonFields, PersonKind

__all__ = ["LARGER_BODIES", "router"]

router = APIRouter(prefix="/people", tags=["People"])

LARGER_BODIES: Final = {"/api/v1/people/import": MAX_BYTES}
"""Paths whose bodies may be larger than usual."""

_CSV = {
    "content": {
        "text/csv": {
            "schema": {"type": "string", "format": "binary"},
            "example": "display_name,time_zone,email\r\nAna L.,America/New_York,ana@example.org\r\n",
        }
    }
}


class ProblemItem(BaseModel):
    """What is wrong with a file, where, and how to mend it."""

    row: int = Field(description="As spreadsheets count: the header is row 1.")
    column: str | None
    code: str = Field(examples=["import.email_twice"])
    mend: Mend
    other_row: int | None = Field(description="The row that says the same.")


class ImportAnswer(BaseModel):
    """What importing a file did, or would do: all of it, or nothing if there are problems."""

    dry_run: bool
    encoding: Encoding
    separator: str
    rows: int = Field(description="Below the header, without empty ones.")
    added: int
    problems: list[ProblemItem]
    left_out: int = Field(description="How many more problems there are.")


class _File(BaseModel):
    """What a repeated import is recognised by."""

    sha256: str


@router.post("/import", openapi_extra={"requestBody": {"required": True, **_CSV}})
async def import_people(
    caller: Signed,
    request: Request,
    dry_run: Annotated[bool, Query(description="Only tell what would happen.")],
    key: RepeatKey = None,
) -> ImportAnswer:
    """Add everybody in a CSV file of at most 10 MiB, or tell what is wrong with it."""
    async with caller.read() as unit:
        known = await import_export.begin_import(unit, caller.principal)
    door_of(request.scope).expect(MAX_BYTES)
    data = await request.body()
    file = await import_export.read_import(data, known)
    if dry_run:
        return _answer(file, added=0, dry_run=True)

    async def add(unit: ClinicUnit) -> ImportAnswer:
        added = await import_export.import_people(unit, caller.principal, file)
        return _answer(file, added=added, dry_run=False)

    answer = await once(caller, key, "import", _File(sha256=hashlib.sha256(data).hexdigest()), add)
    return ImportAnswer.model_validate(answer)


@router.get("/export.csv", response_class=Response, responses={200: _CSV})
async def export_people(caller: Signed, kind: PersonKind = PersonKind.CLIENT) -> Response:
    """Return a CSV file of everybody who is not archived, which can be imported again."""
    async with caller.read() as unit:
        data = await import_export.export_people(unit, caller.principal, kind)
    return Response(
        data,
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="people.csv"', "cache-control": "no-store"},
    )


def _answer(file: DryRun[PersonFields], *, added: int, dry_run: bool) -> ImportAnswer:
    return ImportAnswer(
        dry_run=dry_run,
        encoding=file.encoding,
        separator=file.separator,
        rows=file.rows,
        added=added,
        problems=[
            ProblemItem(row=one.row, column=one.column, code=one.code, mend=one.mend, other_row=one.other_row)
            for one in file.problems
        ],
        left_out=file.left_out,
    )
