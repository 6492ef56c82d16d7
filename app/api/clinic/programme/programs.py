"""Programmes that clients enrol in."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.programme.programs import access_program, access_programs, add_program, change_program
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.fields import WHOLE, Flag
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import PathId
from app.api.clinic.common.pages import Cursor, Limit, Page, read_cursor, write_cursor
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.clinic.common.versions import Version, tag_version
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.programme.programme import StoredProgram
from clinic.common.ids import ProgramId
from clinic.programme.levels import LEVELS, WEEKLY_TARGET_MIN, LevelOfCare
from clinic.programme.programs import LONGEST_NAME, WEEK_MIN, Program

__all__ = ["Name", "TargetMin", "after_name", "router"]

router = APIRouter(tags=["Programme"])

Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME, examples=["Evening IOP"])]
TargetMin = Annotated[int, Field(ge=0, le=WEEK_MIN, description="Programme minutes a week."), WHOLE]


class ProgramBody(Form):
    """A new programme."""

    name: Name
    level: LevelOfCare
    target_min: TargetMin = WEEKLY_TARGET_MIN
    part2: Flag = Field(False, description="Whether 42 CFR Part 2 protects the fact of being in it.")


class ProgramChange(Form):
    """What is to change; what is left out stays."""

    name: Name | None = None
    level: LevelOfCare | None = None
    target_min: TargetMin | None = None
    part2: Flag | None = None
    archived: Flag | None = None


class ProgramAnswer(BaseModel):
    """A programme."""

    id: str
    name: str
    level: LevelOfCare
    target_min: int
    part2: bool
    archived: bool
    version: int


class LevelItem(BaseModel):
    """A level of care, and the minutes a week that belong to it."""

    level: LevelOfCare
    low_min: int
    high_min: int | None = Field(description="None where there is no upper limit.")


class LevelsAnswer(BaseModel):
    """All levels of care."""

    items: list[LevelItem]


@router.get("/levels")
async def list_levels(_caller: Signed) -> LevelsAnswer:
    """The levels of care and their hours, which are shown beside a target and refuse none."""
    return LevelsAnswer(
        items=[
            LevelItem(level=each, low_min=hours.low_min, high_min=hours.high_min)
            for each, hours in LEVELS.items()
        ]
    )


@router.get("/programs")
async def list_programs(caller: Signed, cursor: Cursor = None, limit: Limit = 100) -> Page[ProgramAnswer]:
    """Programmes by name."""
    found = await access_programs(caller, after_name(cursor), limit + 1)
    items = [_answer(each) for each in found[:limit]]
    more = len(found) > limit
    return Page(items=items, next=write_cursor(items[-1].name, items[-1].id) if more else None)


@router.post("/programs", name="add_program", status_code=HTTPStatus.CREATED, response_model=ProgramAnswer)
async def add(caller: Signed, body: ProgramBody, key: RepeatKey = None) -> dict[str, Any]:
    """Add a programme."""

    async def create(unit: ClinicUnit) -> ProgramAnswer:
        asked = Program(ProgramId(""), body.name, body.level, body.target_min, body.part2)
        return _answer(await add_program(unit, caller.principal, asked))

    return await once(caller, key, "program", body, create)


@router.get("/programs/{program}", name="read_program")
async def get_program(caller: Signed, response: Response, program: PathId) -> ProgramAnswer:
    """One programme."""
    found = await access_program(caller, ProgramId(program))
    tag_version(response, found.version)
    return _answer(found)


@router.patch("/programs/{program}", name="change_program")
async def change(
    caller: Signed, response: Response, program: PathId, version: Version, body: ProgramChange
) -> ProgramAnswer:
    """Change a programme, archive it or take it back."""
    stored = await access_program(caller, ProgramId(program))
    now = stored.program
    asked = Program(
        now.id,
        now.name if body.name is None else body.name,
        body.level or now.level,
        now.target_min if body.target_min is None else body.target_min,
        now.part2 if body.part2 is None else body.part2,
    )
    archived = stored.archived is not None if body.archived is None else body.archived
    changed = await change_program(caller, asked, archived=archived, version=version)
    tag_version(response, changed.version)
    return _answer(changed)


def after_name(cursor: str | None) -> tuple[str, str] | None:
    """Return the name and id after which a list by names goes on."""
    if cursor is None:
        return None
    name, last = read_cursor(cursor, str, str)
    return str(name), str(last)


def _answer(stored: StoredProgram) -> ProgramAnswer:
    program = stored.program
    return ProgramAnswer(
        id=program.id,
        name=program.name,
        level=program.level,
        target_min=program.target_min,
        part2=program.part2,
        archived=stored.archived is not None,
        version=stored.version,
    )
