"""Follow-up tasks: what happened in sessions that somebody looks after, and what they note about it."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.safety import follow_ups
from app.access.safety.follow_ups import FollowUpView
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.fields import Moment
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.common.pages import Page
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.consents.rooms import tell_rooms
from app.api.clinic.people.answers import NameAnswer, name_answer
from app.api.services import Provided
from clinic.common.ids import PersonId
from clinic.safety.tasks import Outcome, TaskKind, TaskState

__all__ = ["router"]

router = APIRouter(prefix="/follow-ups", tags=["Care team"])


class OutcomeForm(Form):
    """What was done. Nothing that was said belongs here."""

    outcome: Outcome
    again_at: Moment | None = Field(
        None, description="Of `not_reached`: when it is tried again, within a week."
    )
    to: Id | None = Field(None, description="Of `handed_on`: the colleague who does it from now on.")


class FollowUpAnswer(BaseModel):
    """A follow-up task."""

    id: str = Field(examples=["fu_112_T8wHn2s5uYkL"])
    client: NameAnswer
    session: str | None = Field(description="None: it belongs to no session.", examples=["ss_T8wHn2s5uYkL"])
    kind: TaskKind
    cause: str | None = Field(description="The reason of a removal, as a code.", examples=["distress"])
    noted_at: datetime
    due_at: datetime
    overdue: bool
    mine: bool = Field(description="The caller led the session, or it was handed on to them.")
    doer: NameAnswer | None = Field(description="Who does it; without anybody the care team does.")
    state: TaskState
    outcome: Outcome | None = Field(description="The last one.")
    by: NameAnswer | None
    by_at: datetime | None
    version: int


class WaitingAnswer(BaseModel):
    """How many tasks the caller sees."""

    open: int
    overdue: int


@router.get("")
async def list_follow_ups(
    caller: SignedInPerson,
    done: Annotated[bool, Query(description="Those of the last month that are done.")] = False,
) -> Page[FollowUpAnswer]:
    """Return the open tasks that the caller may see, those due first before all others."""
    async with caller.read() as unit:
        found = await follow_ups.list_follow_ups(unit, caller.principal, done=done)
    return Page(items=[_answer(one) for one in found], next=None)


@router.get("/waiting")
async def count_follow_ups(caller: SignedInPerson) -> WaitingAnswer:
    """Return how many tasks the caller sees, and how many of them are overdue."""
    async with caller.read() as unit:
        waiting = await follow_ups.count_follow_ups(unit, caller.principal)
    return WaitingAnswer(open=waiting.open, overdue=waiting.overdue)


@router.patch("/{follow_up}")
async def conclude_follow_up(
    caller: SignedInPerson,
    services: Provided,
    follow_up: PathId,
    form: OutcomeForm,
    version: Version,
    response: Response,
) -> FollowUpAnswer:
    """Note what the caller did about a task."""
    async with caller.write() as unit:
        view = await follow_ups.conclude_follow_up(
            unit,
            caller.principal,
            follow_up,
            version,
            form.outcome,
            again_at=form.again_at,
            to=PersonId(form.to) if form.to else None,
        )
    if view.task.session is None:
        await tell_rooms(caller, services, view.task.client)
    tag_version(response, view.task.version)
    return _answer(view)


def _answer(view: FollowUpView) -> FollowUpAnswer:
    task = view.task

    def name(person: PersonId | None) -> NameAnswer | None:
        return name_answer(view.names[person]) if person in view.names else None

    return FollowUpAnswer(
        id=task.id,
        client=name_answer(view.names[task.client]),
        session=task.session,
        kind=task.kind,
        cause=task.cause,
        noted_at=task.noted_at,
        due_at=view.due,
        overdue=view.overdue,
        mine=view.mine,
        doer=name(task.doer),
        state=task.state,
        outcome=task.outcome,
        by=name(task.by),
        by_at=task.by_at,
        version=task.version,
    )
