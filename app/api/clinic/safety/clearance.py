"""A client's private screenings and clearance, for their own therapist; and a couple's clearance, for the couple's."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.safety.clearance import couples, screening
from app.access.safety.clearance.screening import ScreeningView
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.fields import WHOLE, Flag
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import PathId
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.safety.clearance_settings import InstrumentBody, instrument_body
from app.api.services import Provided
from clinic.common.ids import CoupleId, PersonId
from clinic.safety.clearance import MOVES, Finding, Move, Partner, Reason, Value
from clinic.safety.screening import MOST_ITEMS, SCALE, Screening, score

__all__ = ["router"]

router = APIRouter(tags=["Safety"])


class ScreeningForm(Form):
    """The answers to a screening that was asked aloud, one to one."""

    answers: Annotated[
        list[Annotated[int, Field(ge=SCALE[0], le=SCALE[1]), WHOLE]],
        Field(min_length=1, max_length=MOST_ITEMS, examples=[[1, 1, 2, 1]]),
    ]
    in_private: Flag = Field(
        description="The caller confirms: the client was alone, and nobody could see or hear it."
    )


class DecisionForm(Form):
    """What the caller decides about their own client."""

    move: Move
    reason: Reason


class ScreeningAnswer(BaseModel):
    """One screening."""

    id: str = Field(examples=["sc_2Hn7vRq9sXwL"])
    by: str = Field(examples=["pt_b4Vh6yTg2uEo"])
    at: datetime
    title: str = Field(examples=["HITS"], description="The instrument's.")
    items: list[str] = Field(examples=[["How often …?"]], description="As they were asked then.")
    answers: list[int]
    total: int
    most: int
    positive: bool | None = Field(description="None where the instrument does not say.")


class MoveAnswer(BaseModel):
    """What could be decided now, and why."""

    move: Move
    reasons: list[Reason]
    needs_screening: bool = Field(description="Only after a new screening.")


class PartnerAnswer(BaseModel):
    """What is decided about the client for sessions with their partner."""

    finding: Finding
    reason: Reason | None
    by: str | None = Field(examples=["pt_b4Vh6yTg2uEo"])
    decided_at: datetime | None
    until: datetime | None = Field(description="Until when they are cleared.")
    moves: list[MoveAnswer]


class ScreeningPageAnswer(BaseModel):
    """Everything about screening that a client's own therapist may read."""

    instrument: InstrumentBody
    screenings: list[ScreeningAnswer] = Field(description="The newest first.")
    partner: PartnerAnswer | None = Field(description="None: the client is in no couple.")
    both_cleared: bool = Field(description="Nothing else is said of the partner.")
    contact_is_partner: bool = Field(
        description="The contact for emergencies seems to be the partner, and the couple is not cleared."
    )
    may_change: bool
    version: int = Field(description="Counts this client's screenings and decisions.")


class ClearanceAnswer(BaseModel):
    """A couple's clearance. It never says which partner it comes from."""

    value: Value
    until: datetime | None


@router.get("/people/{person}/screening", name="read_screening")
async def get_screening(caller: SignedInPerson, person: PathId, response: Response) -> ScreeningPageAnswer:
    """A client's private screenings: for their own individual therapist, and by broken glass. Every look is noted."""
    async with caller.read() as unit:
        view = await screening.read_screening(unit, caller.principal, PersonId(person))
    return _tagged(response, view)


@router.post(
    "/people/{person}/screenings",
    name="record_screening",
    status_code=HTTPStatus.CREATED,
    responses=refused(409),
)
async def post_screening(
    caller: SignedInPerson, person: PathId, form: ScreeningForm, version: Version, response: Response
) -> ScreeningPageAnswer:
    """Keep a screening that the caller has asked aloud, alone with their own client."""
    async with caller.write() as unit:
        view = await screening.record_screening(
            unit, caller.principal, PersonId(person), version, form.answers, in_private=form.in_private
        )
    return _tagged(response, view)


@router.post("/people/{person}/clearance", name="decide_clearance", responses=refused(409))
async def post_decision(
    caller: SignedInPerson,
    services: Provided,
    person: PathId,
    form: DecisionForm,
    version: Version,
    response: Response,
) -> ScreeningPageAnswer:
    """Decide about the caller's own client. Rooms that wait for it are told; no client is told anything."""
    async with caller.write() as unit:
        view, rooms = await screening.decide(
            unit, caller.principal, PersonId(person), form.move, form.reason, version
        )
    for room in rooms:
        services.preparations.changed(room)
    return _tagged(response, view)


@router.get("/couples/{couple}/clearance", name="read_clearance")
async def get_clearance(caller: SignedInPerson, couple: PathId, response: Response) -> ClearanceAnswer:
    """A couple's clearance, for the couple's therapist: its value alone. Every look is noted."""
    async with caller.read() as unit:
        found = await couples.read_clearance(unit, caller.principal, CoupleId(couple))
    response.headers["cache-control"] = "no-store"
    return ClearanceAnswer(value=found.value, until=found.until)


def _tagged(response: Response, view: ScreeningView) -> ScreeningPageAnswer:
    answer = _answer(view)
    response.headers["cache-control"] = "no-store"
    tag_version(response, answer.version)
    return answer


def _answer(view: ScreeningView) -> ScreeningPageAnswer:
    return ScreeningPageAnswer(
        instrument=instrument_body(view.instrument),
        screenings=[_screening(one) for one in view.screenings],
        partner=_partner(view.partner) if view.partner else None,
        both_cleared=view.both_cleared,
        contact_is_partner=view.contact_is_partner,
        may_change=view.may_change,
        version=view.version,
    )


def _screening(one: Screening) -> ScreeningAnswer:
    found = score(one.instrument, one.answers)
    return ScreeningAnswer(
        id=one.id,
        by=one.by,
        at=one.at,
        title=one.instrument.title,
        items=list(one.instrument.items),
        answers=list(one.answers),
        total=found.total,
        most=found.most,
        positive=found.is_positive,
    )


def _partner(one: Partner) -> PartnerAnswer:
    return PartnerAnswer(
        finding=one.finding,
        reason=one.reason,
        by=one.by,
        decided_at=one.decided_at,
        until=one.until,
        moves=[
            MoveAnswer(
                move=move,
                reasons=[each for each in Reason if each in rule.reasons],
                needs_screening=rule.needs_screening,
            )
            for (finding, move), rule in MOVES.items()
            if finding is one.finding
        ],
    )
