"""``/records/retention``: how long each class is kept, and what will be removed; ``/records/holds``: what stays."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.records import holds
from app.access.records.purging import EVERY
from app.access.records.removing import RemovalView, change_lengths, read_removal
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.fields import WHOLE
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.records.answers import ThingAnswer, thing_answer
from clinic.common.ids import AppointmentId, PersonId
from clinic.records.retention import LONGEST_REASON, LengthUnit, RetentionClass

__all__ = ["router"]

router = APIRouter(prefix="/records", tags=["Records"])
_LONGEST = 366


class ClassAnswer(BaseModel):
    """One class of data, and what of it the next run will remove."""

    kind: RetentionClass
    stored: bool = Field(description="False: it is passed on and never stored.")
    unit: LengthUnit
    length: int | None = Field(examples=[90], description="How long it is kept; null means for good.")
    least: int | None
    usual: int | None
    most: int | None
    choice: bool = Field(description="Whether the clinic may choose another length.")
    due: int = Field(description="Rows, or sessions where their logs are meant.")
    oldest: datetime | None = Field(description="From when the oldest of them is.")
    held: int = Field(description="What would be due, and a legal hold keeps.")


class RunAnswer(BaseModel):
    """A run that removed something."""

    at: datetime
    counts: dict[RetentionClass, int]


class RetentionAnswer(BaseModel):
    """What is kept how long, what will go, and what went."""

    classes: list[ClassAnswer]
    every_min: int = Field(description="How often it is looked for what is due.")
    runs: list[RunAnswer] = Field(description="The newest first.")
    version: int = Field(description="Of the clinic’s settings.")


class RetentionForm(Form):
    """How long classes are to be kept, in their units; what is left out stays."""

    lengths: dict[RetentionClass, Annotated[int, Field(ge=0, le=_LONGEST), WHOLE]] = Field(
        max_length=len(RetentionClass), examples=[{"log": 120}]
    )


class HoldForm(Form):
    """A legal hold, on a client or on a session."""

    person: Id | None = Field(None, examples=["pt_x7Kq2mPv9rTz"])
    session: Id | None = Field(None, examples=[None])
    reason: str = Field(max_length=LONGEST_REASON, examples=["Letter from counsel of May 2."])


class HoldAnswer(BaseModel):
    """A legal hold."""

    id: str = Field(examples=["lh_2Hn7vRq9sXwL"])
    subject: ThingAnswer = Field(description="The client or the session.")
    reason: str
    by: ThingAnswer
    at: datetime
    ended_by: ThingAnswer | None
    ended_at: datetime | None = Field(description="Null while it holds.")


@router.get("/retention", name="read_retention")
async def get_retention(caller: SignedInPerson, response: Response) -> RetentionAnswer:
    """How long each class is kept, and what the next run will remove. Every look is noted."""
    async with caller.read() as unit:
        view = await read_removal(unit, caller.principal)
    return _answer(response, view)


@router.patch("/retention", name="change_retention")
async def patch_retention(
    caller: SignedInPerson, form: RetentionForm, version: Version, response: Response
) -> RetentionAnswer:
    """Choose how long classes are kept, no shorter than is safe."""
    return _answer(response, await change_lengths(caller, form.lengths, version))


@router.get("/holds", name="list_holds")
async def get_holds(caller: SignedInPerson, response: Response) -> list[HoldAnswer]:
    """Legal holds, those in force first."""
    async with caller.read() as unit:
        found = await holds.read_holds(unit, caller.principal)
    response.headers["cache-control"] = "no-store"
    return [_hold(one) for one in found]


@router.post("/holds", name="place_hold", status_code=HTTPStatus.CREATED, responses=refused(404, 409))
async def post_hold(caller: SignedInPerson, form: HoldForm, response: Response) -> HoldAnswer:
    """Hold everything about a client, or of a session: nothing of it is removed until the hold is ended."""
    async with caller.write() as unit:
        placed = await holds.place(
            unit,
            caller.principal,
            PersonId(form.person) if form.person else None,
            AppointmentId(form.session) if form.session else None,
            form.reason,
        )
    response.headers["cache-control"] = "no-store"
    return _hold(placed)


@router.post("/holds/{hold}/end", name="end_hold", responses=refused(409))
async def end_hold(caller: SignedInPerson, hold: PathId, response: Response) -> HoldAnswer:
    """End a hold, as a director or an owner. What it kept goes at its time. Needs a fresh proof."""
    async with caller.write() as unit:
        ended = await holds.end(unit, caller.principal, hold)
    response.headers["cache-control"] = "no-store"
    return _hold(ended)


def _answer(response: Response, view: RemovalView) -> RetentionAnswer:
    tag_version(response, view.version)
    classes = [
        ClassAnswer(
            kind=one.kind,
            stored=one.rule.is_stored,
            unit=one.rule.unit,
            length=one.length,
            least=one.rule.least,
            usual=one.rule.usual,
            most=one.rule.most,
            choice=one.rule.is_choice,
            due=one.counted.due,
            oldest=one.counted.oldest,
            held=one.counted.held,
        )
        for one in view.classes
    ]
    runs = [
        RunAnswer(
            at=one.at, counts={RetentionClass(kind): int(count or 0) for kind, count in one.counts.items()}
        )
        for one in view.runs
    ]
    every_min = int(EVERY.total_seconds()) // 60
    return RetentionAnswer(classes=classes, every_min=every_min, runs=runs, version=view.version)


def _hold(view: holds.HoldView) -> HoldAnswer:
    hold = view.hold
    subject = hold.person or hold.session
    assert subject is not None, "a hold is on one of them"
    return HoldAnswer(
        id=hold.id,
        subject=thing_answer(view.things[subject]),
        reason=hold.reason,
        by=thing_answer(view.things[hold.by]),
        at=hold.at,
        ended_by=thing_answer(view.things[hold.ended_by]) if hold.ended_by else None,
        ended_at=hold.ended_at,
    )
