"""Groups and their members."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.programme.cohorts import (
    access_cohort,
    access_cohorts,
    access_members,
    add_cohort,
    add_member,
    change_cohort,
    end_member,
)
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.fields import WHOLE, Day, Flag
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.common.pages import Cursor, Limit, Page, write_cursor
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.programme.programs import Name, after_name
from app.api.clinic.schedule.shapes import NamedPersonAnswer
from app.api.services import Provided
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.programme.programme import Member, StoredCohort
from clinic.common.ids import CohortId, PersonId, ProgramId
from clinic.programme.cohorts import Admission, Cohort
from clinic.programme.tracks import Track

__all__ = ["router"]

router = APIRouter(tags=["Programme"])

Capacity = Annotated[int, Field(ge=1, le=500), WHOLE]


class CohortBody(Form):
    """A new group."""

    program: Id
    name: Name
    track: Track
    admission: Admission
    capacity: Capacity
    starts_on: Day | None = None
    ends_on: Day | None = None
    part2: Flag = False


class CohortChange(Form):
    """What is to change; what is left out stays."""

    name: Name | None = None
    track: Track | None = None
    admission: Admission | None = None
    capacity: Capacity | None = None
    starts_on: Day | None = None
    ends_on: Day | None = None
    part2: Flag | None = None
    archived: Flag | None = None


class CohortAnswer(BaseModel):
    """A group."""

    id: str
    program: str
    name: str
    track: Track
    admission: Admission
    capacity: int
    starts_on: date | None
    ends_on: date | None
    part2: bool
    archived: bool
    members: int = Field(description="How many members it has today.")
    version: int


class MemberBody(Form):
    """A client who joins."""

    person: Id
    since: Day


class MemberAnswer(BaseModel):
    """A member."""

    person: NamedPersonAnswer
    since: date
    until: date | None = Field(description="The first day on which they are no member any more.")


class MembersAnswer(BaseModel):
    """Who is or will be a member."""

    items: list[MemberAnswer]


@router.get("/cohorts")
async def list_cohorts(
    caller: Signed,
    program: Annotated[Id | None, Query()] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> Page[CohortAnswer]:
    """Groups by name."""
    of_program = ProgramId(program) if program else None
    found = await access_cohorts(caller, of_program, after_name(cursor), limit + 1)
    items = [_answer(each) for each in found[:limit]]
    more = len(found) > limit
    return Page(items=items, next=write_cursor(items[-1].name, items[-1].id) if more else None)


@router.post("/cohorts", name="add_cohort", status_code=HTTPStatus.CREATED, response_model=CohortAnswer)
async def add(caller: Signed, body: CohortBody, key: RepeatKey = None) -> dict[str, Any]:
    """Add a group."""

    async def create(unit: ClinicUnit) -> CohortAnswer:
        asked = Cohort(
            CohortId(""),
            ProgramId(body.program),
            body.track,
            body.name,
            body.admission,
            body.capacity,
            body.starts_on,
            body.part2,
        )
        return _answer(await add_cohort(unit, caller.principal, StoredCohort(asked, body.ends_on)))

    return await once(caller, key, "cohort", body, create)


@router.get("/cohorts/{cohort}", name="read_cohort")
async def get_cohort(caller: Signed, response: Response, cohort: PathId) -> CohortAnswer:
    """One group."""
    found = await access_cohort(caller, CohortId(cohort))
    tag_version(response, found.version)
    return _answer(found)


@router.patch("/cohorts/{cohort}", name="change_cohort")
async def change(
    caller: Signed, response: Response, cohort: PathId, version: Version, body: CohortChange
) -> CohortAnswer:
    """Change a group, archive it or take it back."""
    stored = await access_cohort(caller, CohortId(cohort))
    now = stored.cohort
    given = body.model_fields_set
    asked = Cohort(
        now.id,
        now.program,
        body.track or now.track,
        now.name if body.name is None else body.name,
        body.admission or now.admission,
        body.capacity or now.capacity,
        body.starts_on if "starts_on" in given else now.starts,
        now.part2 if body.part2 is None else body.part2,
    )
    ends = body.ends_on if "ends_on" in given else stored.ends
    archived = stored.archived is not None if body.archived is None else body.archived
    changed = await change_cohort(caller, StoredCohort(asked, ends, version=version), archived=archived)
    tag_version(response, changed.version)
    return _answer(changed)


@router.get("/cohorts/{cohort}/members", name="list_cohort_members")
async def list_members(caller: Signed, cohort: PathId) -> MembersAnswer:
    """Who is or will be a member, by name."""
    return MembersAnswer(items=[_member(each) for each in await access_members(caller, CohortId(cohort))])


@router.post(
    "/cohorts/{cohort}/members",
    name="add_cohort_member",
    status_code=HTTPStatus.CREATED,
    response_model=MemberAnswer,
)
async def add_to(
    caller: Signed, services: Provided, cohort: PathId, body: MemberBody, key: RepeatKey = None
) -> dict[str, Any]:
    """Let a client join, and come to the group's sessions from then on."""

    async def create(unit: ClinicUnit) -> MemberAnswer:
        member = await add_member(
            unit, caller.principal, CohortId(cohort), PersonId(body.person), body.since, services.notices
        )
        return _member(member)

    answer = await once(caller, key, f"member.{cohort}", body, create)
    services.plan_changed()
    return answer


@router.delete(
    "/cohorts/{cohort}/members/{person}", name="end_cohort_member", status_code=HTTPStatus.NO_CONTENT
)
async def end(
    caller: Signed,
    services: Provided,
    cohort: PathId,
    person: PathId,
    until: Annotated[Day | None, Query(description="The first day without them; today if not said.")] = None,
) -> None:
    """Let a client leave, and come to the group's sessions no longer."""
    await end_member(caller, CohortId(cohort), PersonId(person), until, services.notices)
    services.plan_changed()


def _answer(stored: StoredCohort) -> CohortAnswer:
    cohort = stored.cohort
    return CohortAnswer(
        id=cohort.id,
        program=cohort.program,
        name=cohort.name,
        track=cohort.track,
        admission=cohort.admission,
        capacity=cohort.capacity,
        starts_on=cohort.starts,
        ends_on=stored.ends,
        part2=cohort.part2,
        archived=stored.archived is not None,
        members=stored.members,
        version=stored.version,
    )


def _member(member: Member) -> MemberAnswer:
    one = member.membership
    return MemberAnswer(
        person=NamedPersonAnswer(id=one.person, name=member.name), since=one.since, until=one.until
    )
