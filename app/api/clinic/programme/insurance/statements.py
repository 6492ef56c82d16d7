"""Statements of what a client attended: made, listed, and handed out as PDF or CSV."""

import asyncio
from datetime import date, datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.programme.attendance.insurance import statements
from app.access.programme.attendance.insurance.statements import StatementRequest
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.fields import Day
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.common.repeats import RepeatKey, once
from app.exports.printing.csv_file import write_csv
from app.exports.printing.pdf import write_pdf
from app.persistence.clinic_store import ClinicUnit
from app.runtime.texts import ENGLISH
from clinic.attendance.presence import whole_minutes
from clinic.attendance.statements import LicenceGap, Statement, StatementKind
from clinic.common.ids import PersonId, RecipientId

__all__ = ["router"]

router = APIRouter(tags=["Insurance"])


class FileFormat(StrEnum):
    """As what a statement is handed out."""

    PDF = "pdf"
    CSV = "csv"


_Format = Annotated[FileFormat, Query(alias="format")]
_InLanguage = Annotated[
    str,
    Query(
        description="Of a PDF; English where it has no words.",
        pattern="^[a-z]{2,3}(-[A-Z]{2})?$",
        examples=["es"],
    ),
]
_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {
            "application/pdf": {"schema": {"type": "string", "format": "binary"}, "example": "%PDF-1.4"},
            "text/csv": {"schema": {"type": "string", "format": "binary"}, "example": "row,client,date\r\n"},
        },
    }
}


class OwnStatementForm(Form):
    """What somebody wants to have of themselves."""

    kind: StatementKind
    since: Day = Field(description="The first day.")
    last: Day = Field(description="The last day; at most a year later, and not to come.")


class StatementForm(OwnStatementForm):
    """What is to be stated, and for whom."""

    recipient: Id | None = Field(
        None, description="The organisation that receives it; none for the client themselves."
    )


class StatementMade(BaseModel):
    """What was made. What is in it is told where statements are listed."""

    id: str = Field(examples=["st_p4Vx9cKe2mQa"])


class OwnStatementAnswer(BaseModel):
    """A statement."""

    id: str = Field(examples=["st_p4Vx9cKe2mQa"])
    kind: StatementKind
    since: date
    last: date
    made_at: datetime
    sessions: int
    minutes: int = Field(description="Whole minutes of presence in all of them.")


class GapAnswer(BaseModel):
    """A facilitator without a licence that reached the client's state on the day."""

    on: date
    leader: str = Field(examples=["Dana T."])
    state: str = Field(description="Empty if it is not known where the client was.", examples=["NY"])


class StatementAnswer(OwnStatementAnswer):
    """A statement, with what staff have to know of it."""

    recipient: str | None = Field(
        description="Who receives it; none for the client.", examples=["Acme Behavioral Health"]
    )
    left_out: int = Field(description="Sessions that 42 CFR Part 2 keeps back from who receives it.")
    without_patient: int = Field(description="Couple sessions for which no identified patient is chosen.")
    protected: bool = Field(description="It goes with the notice of 42 CFR 2.32.")
    gaps: list[GapAnswer]


class StatementsAnswer(BaseModel):
    """The newest statements of a client first."""

    items: list[StatementAnswer]


class OwnStatementsAnswer(BaseModel):
    """One's own statements, the newest first."""

    items: list[OwnStatementAnswer]


@router.get("/people/{person}/statements")
async def list_statements(caller: SignedInPerson, response: Response, person: PathId) -> StatementsAnswer:
    """Statements of a client, with what was left out of each."""
    async with caller.read() as unit:
        found = await statements.list_statements(unit, caller.principal, PersonId(person))
    response.headers["cache-control"] = "no-store"
    return StatementsAnswer(items=[_answer(one) for one in found])


@router.post("/people/{person}/statements", status_code=HTTPStatus.CREATED, response_model=StatementMade)
async def make_statement(
    caller: SignedInPerson, person: PathId, form: StatementForm, key: RepeatKey = None
) -> dict[str, Any]:
    """Make a statement. It is kept as it is, whatever is corrected later."""
    recipient = RecipientId(form.recipient) if form.recipient else None
    asked = StatementRequest(form.kind, form.since, form.last, recipient)

    async def add(unit: ClinicUnit) -> StatementMade:
        made = await statements.make_statement(unit, caller.principal, PersonId(person), asked)
        return StatementMade(id=made.id)

    return await once(caller, key, f"statement of {person}", form, add)


@router.get(
    "/people/{person}/statements/{statement}",
    response_class=Response,
    responses=_FILES | refused(404, 409),
)
async def read_statement(
    caller: SignedInPerson,
    person: PathId,
    statement: PathId,
    file: _Format = FileFormat.PDF,
    language: _InLanguage = ENGLISH,
) -> Response:
    """Hand a statement out. What 42 CFR Part 2 protects needs the consent to hold still."""
    async with caller.read() as unit:
        found = await statements.read_statement(unit, caller.principal, PersonId(person), statement)
    return await _file(found, file, language)


@router.get("/me/statements")
async def list_own_statements(caller: SignedInPerson) -> OwnStatementsAnswer:
    """One's own statements."""
    async with caller.read() as unit:
        found = await statements.list_own_statements(unit, caller.principal)
    return OwnStatementsAnswer(items=[_own_answer(one) for one in found])


@router.post("/me/statements", status_code=HTTPStatus.CREATED, response_model=StatementMade)
async def make_own_statement(
    caller: SignedInPerson, form: OwnStatementForm, key: RepeatKey = None
) -> dict[str, Any]:
    """Make a statement of oneself, for oneself."""
    asked = StatementRequest(form.kind, form.since, form.last)

    async def add(unit: ClinicUnit) -> StatementMade:
        made = await statements.make_own_statement(unit, caller.principal, asked)
        return StatementMade(id=made.id)

    return await once(caller, key, "own statement", form, add)


@router.get("/me/statements/{statement}", response_class=Response, responses=_FILES | refused(404))
async def read_own_statement(
    caller: SignedInPerson,
    statement: PathId,
    file: _Format = FileFormat.PDF,
    language: _InLanguage = ENGLISH,
) -> Response:
    """One of one's own statements as a file."""
    async with caller.read() as unit:
        found = await statements.read_own_statement(unit, caller.principal, statement)
    return await _file(found, file, language)


async def _file(statement: Statement, file: FileFormat, language: str) -> Response:
    if file is FileFormat.CSV:
        data, kind = write_csv(statement), "text/csv; charset=utf-8"
    else:
        # Beside the loop, on which live rooms wait: many pages take a while.
        data, kind = await asyncio.to_thread(write_pdf, statement, language), "application/pdf"
    return Response(
        data,
        media_type=kind,
        headers={
            "content-disposition": f'attachment; filename="statement-{statement.last}.{file}"',
            "cache-control": "no-store",
        },
    )


def _own_answer(one: Statement) -> OwnStatementAnswer:
    return OwnStatementAnswer(
        id=one.id,
        kind=one.kind,
        since=one.since,
        last=one.last,
        made_at=one.made_at,
        sessions=len(one.composed.lines),
        minutes=whole_minutes(one.composed.present),
    )


def _answer(one: Statement) -> StatementAnswer:
    composed = one.composed
    return StatementAnswer(
        **_own_answer(one).model_dump(),
        recipient=one.heading.recipient or None,
        left_out=composed.left_out,
        without_patient=composed.without_patient,
        protected=composed.tells_protected and one.recipient is not None,
        gaps=[_gap(gap) for gap in composed.gaps],
    )


def _gap(gap: LicenceGap) -> GapAnswer:
    return GapAnswer(on=gap.on, leader=gap.leader, state=gap.state)
