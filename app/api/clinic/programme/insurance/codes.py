"""``/codes``: which code stands for which service and minutes, for all payers or for one."""

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.programme.attendance.insurance import code_tables
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.fields import WHOLE
from app.api.clinic.common.forms import Form
from app.api.clinic.common.versions import Version, tag_version
from clinic.attendance.codes import (
    LONGEST_LABEL,
    MOST_CHARGE,
    MOST_MODIFIERS,
    MOST_ROWS,
    POS_HOME,
    POS_OTHER,
    CodeRow,
    CodeTable,
    Minutes,
)
from clinic.programme.coverage import MOST_MINUTES, Billed

__all__ = ["router"]

router = APIRouter(prefix="/codes", tags=["Insurance"])

_Scope = Annotated[
    str,
    Path(
        pattern=r"^(clinic|rc_[A-Za-z0-9_-]{1,37})$",
        max_length=40,
        description="A payer, or `clinic` for all payers that have no table of their own.",
    ),
]
_Minutes = Annotated[int, Field(ge=1, le=MOST_MINUTES), WHOLE]
_Modifier = Annotated[str, Field(max_length=8, examples=["95"])]
_Pos = Annotated[str, Field(max_length=8, description="Place of service.")]


class CodeBody(Form):
    """One code. What is wrong with it is told by its field."""

    code: str = Field(max_length=16, examples=["90834"])
    label: str = Field(max_length=LONGEST_LABEL, examples=["Individual psychotherapy, 45 minutes"])
    billed: Billed = Field(description="What it stands for.", examples=["individual"])
    minutes: Minutes
    low_min: _Minutes | None = Field(
        None,
        description="The least minutes; of a day its minimum, where the coverage names none.",
        examples=[38],
    )
    high_min: _Minutes | None = Field(None, description="The most minutes.", examples=[52])
    modifiers: list[_Modifier] = Field(default_factory=list, max_length=MOST_MODIFIERS)
    pos_home: _Pos = Field(POS_HOME, examples=[POS_HOME])
    pos_other: _Pos = Field(POS_OTHER, examples=[POS_OTHER])
    revenue: str = Field("", max_length=8, examples=["0905"])
    charge: Annotated[int, Field(ge=0, le=MOST_CHARGE), WHOLE] | None = Field(None, description="In cents.")


class TableBody(Form):
    """A whole table. A payer without rows uses the clinic's."""

    rows: list[CodeBody] = Field(max_length=MOST_ROWS)


class TableAnswer(BaseModel):
    """A table, in the version that holds."""

    scope: str = Field(examples=["clinic"])
    rows: list[CodeBody]
    version: int = Field(description="0 is the release's, or none.")


class TableItem(BaseModel):
    """A scope that has a table of its own."""

    scope: str = Field(examples=["clinic"])
    version: int


class TablesAnswer(BaseModel):
    """Which tables there are."""

    items: list[TableItem]


@router.get("")
async def list_codes(caller: SignedInPerson) -> TablesAnswer:
    """Which payers have a table of their own."""
    async with caller.read() as unit:
        found = await code_tables.list_tables(unit, caller.principal)
    return TablesAnswer(items=[TableItem(scope=scope, version=number) for scope, number in found.items()])


@router.get("/{scope}", responses=refused(404))
async def read_codes(caller: SignedInPerson, response: Response, scope: _Scope) -> TableAnswer:
    """One table."""
    async with caller.read() as unit:
        return _answer(response, await code_tables.read_table(unit, caller.principal, scope))


@router.put("/{scope}", responses=refused(404))
async def put_codes(
    caller: SignedInPerson, response: Response, scope: _Scope, version: Version, form: TableBody
) -> TableAnswer:
    """Change a table. What was stated before keeps its codes."""
    rows = [CodeRow(**(one.model_dump() | {"modifiers": tuple(one.modifiers)})) for one in form.rows]
    async with caller.write() as unit:
        return _answer(response, await code_tables.put_table(unit, caller.principal, scope, version, rows))


def _answer(response: Response, table: CodeTable) -> TableAnswer:
    tag_version(response, table.number)
    return TableAnswer(
        scope=table.scope,
        rows=[
            CodeBody(
                code=row.code,
                label=row.label,
                billed=row.billed,
                minutes=row.minutes,
                low_min=row.low_min,
                high_min=row.high_min,
                modifiers=list(row.modifiers),
                pos_home=row.pos_home,
                pos_other=row.pos_other,
                revenue=row.revenue,
                charge=row.charge,
            )
            for row in table.rows
        ],
        version=table.number,
    )
