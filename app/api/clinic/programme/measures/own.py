"""One's own questions: what is due, answering it step by step, and one's own course."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.programme.measures import own
from app.access.programme.measures.own import Asked, DueItem
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.fields import WHOLE
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import PathId
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.consents.rooms import tell_rooms
from app.api.clinic.programme.measures.answers import (
    InstrumentAnswer,
    ResponseAnswer,
    WordsAnswer,
    instrument_answer,
    response_answer,
)
from app.api.services import Provided
from clinic.measures.responses import Act, State

__all__ = ["router"]

router = APIRouter(prefix="/me/measures", tags=["Measures"])

_Key = Annotated[str, Field(max_length=32, pattern=r"^[a-z][a-z0-9_]*$", examples=["phq9"])]
_Due = Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_-]+$", examples=["2026-03-02"])]
_Answer = Annotated[int, Field(ge=0, le=100), WHOLE]


class BeginForm(Form):
    """What one begins to answer, as it is listed."""

    instrument: _Key
    due: _Due


class AnswersForm(Form):
    """The answers so far."""

    answers: list[_Answer | None] = Field(
        max_length=60,
        examples=[[0, 1, None, 0, 0, 2, 0, 0, 0]],
        description="One for each item; null for one that is skipped or comes later.",
    )
    move: Act = Field(
        Act.KEEP, description="`keep` to go on later, `send`, or `pass`, which drops the answers."
    )


class DueMeasureAnswer(BaseModel):
    """Something that one can answer now."""

    instrument: _Key
    due: _Due
    title: WordsAnswer
    items: int = Field(description="How many questions it has.")
    answered: int = Field(description="How many of them one has answered so far.")
    session_at: datetime | None = Field(description="When the session began that it is about.")


class OwnMeasuresAnswer(BaseModel):
    """What is due."""

    waits: bool = Field(description="One is expected on one screen with somebody: nothing is asked just now.")
    due: list[DueMeasureAnswer]


class AskedAnswer(BaseModel):
    """What one is answering."""

    id: str = Field(examples=["me_4Jt8wQz2kLpR"])
    instrument: InstrumentAnswer
    answers: list[int | None]
    state: State
    talks: bool = Field(description="Staff know of an answer, and the page tells who is there to talk.")
    version: int


class OwnCourseAnswer(BaseModel):
    """What one has sent so far."""

    instruments: list[InstrumentAnswer]
    responses: list[ResponseAnswer] = Field(description="The oldest first.")


@router.get("")
async def list_own_measures(caller: SignedInPerson, response: Response) -> OwnMeasuresAnswer:
    """What is due from oneself."""
    async with caller.read() as unit:
        found = await own.own_due(unit, caller.principal)
    response.headers["cache-control"] = "no-store"
    return OwnMeasuresAnswer(waits=found.waits, due=[_due(one) for one in found.items])


@router.post("", status_code=HTTPStatus.CREATED, responses=refused(409))
async def begin_measure(caller: SignedInPerson, form: BeginForm, response: Response) -> AskedAnswer:
    """Begin to answer something that is due, or go on with it: once more answers the same."""
    async with caller.write() as unit:
        asked = await own.begin(unit, caller.principal, form.instrument, form.due)
    return _asked(response, asked)


@router.get("/course", responses=refused(409))
async def read_own_course(caller: SignedInPerson, response: Response) -> OwnCourseAnswer:
    """What one has sent so far."""
    async with caller.read() as unit:
        sent, known = await own.own_course(unit, caller.principal)
    response.headers["cache-control"] = "no-store"
    used = dict.fromkeys((one.instrument, one.version) for one in sent)
    return OwnCourseAnswer(
        instruments=[instrument_answer(known.instruments[each]) for each in used],
        responses=[response_answer(one, known.instruments[one.instrument, one.version]) for one in sent],
    )


@router.put("/{measure}", name="keep_measure", responses=refused(409))
async def put_answers(
    caller: SignedInPerson,
    services: Provided,
    measure: PathId,
    form: AnswersForm,
    version: Version,
    response: Response,
) -> AskedAnswer:
    """Keep one's answers so far, send them, or pass the whole."""
    async with caller.write() as unit:
        asked = await own.keep(
            unit, caller.principal, measure, version, form.answers, form.move, services.notices
        )
    if asked.told:
        await tell_rooms(caller, services, caller.principal.person)
    return _asked(response, asked)


def _due(one: DueItem) -> DueMeasureAnswer:
    return DueMeasureAnswer(
        instrument=one.instrument.key,
        due=one.due,
        title=WordsAnswer(**one.instrument.title),
        items=len(one.instrument.items),
        answered=sum(each is not None for each in one.draft.answers) if one.draft else 0,
        session_at=one.session.begins_at if one.session else None,
    )


def _asked(response: Response, asked: Asked) -> AskedAnswer:
    response.headers["cache-control"] = "no-store"
    tag_version(response, asked.draft.revision)
    return AskedAnswer(
        id=asked.draft.id,
        instrument=instrument_answer(asked.instrument),
        answers=list(asked.draft.answers),
        state=asked.draft.state,
        talks=asked.talks,
        version=asked.draft.revision,
    )
