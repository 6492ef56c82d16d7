"""CSV files that are brought in: their size, and what is answered about them."""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Final

from fastapi import Query
from pydantic import BaseModel, Field
from starlette.requests import Request

from app.access.callers import Caller
from app.api.clinic.common.repeats import once
from app.api.doors.scope import door_of
from app.persistence.clinic_store import ClinicUnit
from clinic.people.csv_import import DryRun, Mend
from clinic.people.csv_table import MAX_BYTES, Encoding

__all__ = [
    "LARGER_BODIES",
    "DryRunOnly",
    "FileBody",
    "ImportAnswer",
    "csv_body",
    "csv_content",
    "import_answer",
    "import_once",
    "read_file",
    "repeated_by",
]

LARGER_BODIES: Final = {
    **{f"/api/v1/{what}/import": MAX_BYTES for what in ("people", "cohorts", "memberships")},
    "/api/v1/measures/instruments": 64 * 1024,
}
"""Paths whose bodies may be larger than usual."""

DryRunOnly = Annotated[bool, Query(description="Only tell what would happen.")]


def csv_content(*lines: str) -> dict[str, Any]:
    """Describe a CSV file by its first lines, for the OpenAPI document."""
    example = "".join(f"{line}\r\n" for line in lines)
    return {"content": {"text/csv": {"schema": {"type": "string", "format": "binary"}, "example": example}}}


def csv_body(*lines: str) -> dict[str, Any]:
    """Describe a body that is a CSV file."""
    return {"requestBody": {"required": True, **csv_content(*lines)}}


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


class FileBody(BaseModel):
    """What a repeated import is recognised by."""

    sha256: str


async def read_file(request: Request) -> bytes:
    """Return the body, which may be as large as a file, once it is known who sends it."""
    door_of(request.scope).expect(MAX_BYTES)
    return await request.body()


def repeated_by(data: bytes) -> FileBody:
    """Return what a repeated import of the file is recognised by."""
    return FileBody(sha256=hashlib.sha256(data).hexdigest())


def import_answer(file: DryRun[Any], *, added: int, dry_run: bool) -> ImportAnswer:
    """Return the answer about a file."""
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


async def import_once(
    caller: Caller,
    key: str | None,
    scope: str,
    data: bytes,
    file: DryRun[Any],
    add: Callable[[ClinicUnit], Awaitable[int]],
) -> ImportAnswer:
    """Import a file that was read, once however often it is sent under its key; ``add`` returns how many were added."""

    async def do(unit: ClinicUnit) -> ImportAnswer:
        return import_answer(file, added=await add(unit), dry_run=False)

    return ImportAnswer.model_validate(await once(caller, key, scope, repeated_by(data), do))
