"""``/records/copies`` and ``/records/corrections``: what clients ask about what is kept, for staff."""

from http import HTTPStatus
from typing import Literal

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from app.access.records import correction_requests
from app.access.records.copies import requests
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import PathId
from app.api.clinic.common.pages import Cursor, Limit, Page, read_cursor, read_moment, write_cursor
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.records.answers import (
    CopyItem,
    CorrectionItem,
    ThingAnswer,
    copy_item,
    correction_item,
    thing_answer,
)
from app.api.clinic.records.files import ZIP, zip_response
from app.api.clinic.records.own import CopyForm
from app.api.services import Provided
from clinic.common.ids import PersonId
from clinic.records.correction_requests import LONGEST_TEXT, CorrectionMove, CorrectionState

__all__ = ["router"]

router = APIRouter(tags=["Records"])


class CopyOfPersonAnswer(CopyItem):
    """A request for a copy, and whose it is."""

    person: ThingAnswer
    by: ThingAnswer


class CorrectionOfPersonAnswer(CorrectionItem):
    """A request for a correction, whose it is, and who decided."""

    person: ThingAnswer
    decided_by: ThingAnswer | None


class AnswerForm(Form):
    """What staff answer."""

    move: Literal[CorrectionMove.ACCEPT, CorrectionMove.DECLINE]
    words: str = Field(
        "",
        max_length=LONGEST_TEXT,
        examples=["We have changed it."],
        description="The client reads it. Declining needs a reason.",
    )


@router.get("/records/copies", name="list_copies")
async def get_copies(caller: SignedInPerson, response: Response) -> list[CopyOfPersonAnswer]:
    """The newest requests for copies."""
    async with caller.read() as unit:
        found = await requests.list_copies(unit, caller.principal)
    response.headers["cache-control"] = "no-store"
    return [_copy(one) for one in found]


@router.post(
    "/people/{person}/copies", name="ask_copy", status_code=HTTPStatus.CREATED, responses=refused(409)
)
async def post_copy(
    caller: SignedInPerson, services: Provided, person: PathId, form: CopyForm
) -> CopyOfPersonAnswer:
    """Have a copy made for a client who asked in writing. Needs a fresh proof, as fetching it does."""
    async with caller.write() as unit:
        asked = await requests.ask_for(
            unit, caller.principal, PersonId(person), form.language, services.copy_asked
        )
    return _copy(asked)


@router.get(
    "/records/copies/{copy}/file",
    name="fetch_copy",
    response_class=Response,
    responses={200: ZIP, **refused(409)},
)
async def get_copy(caller: SignedInPerson, copy: PathId) -> Response:
    """Fetch a copy that staff asked for; what clients asked for themselves is theirs to open. Each time is noted."""
    async with caller.read() as unit:
        return zip_response(await requests.fetch_written(unit, caller.principal, copy))


@router.get("/records/corrections", name="list_corrections")
async def get_corrections(
    caller: SignedInPerson,
    state: CorrectionState = CorrectionState.ASKED,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[CorrectionOfPersonAnswer]:
    """What clients want corrected, those that have waited longest first."""
    after = None
    if cursor is not None:
        at, id_ = read_cursor(cursor, str, str)
        after = (read_moment(str(at)), str(id_))
    async with caller.read() as unit:
        found = await correction_requests.list_corrections(unit, caller.principal, state, after, limit)
    more = None
    if len(found) == limit:
        last = found[-1].correction
        more = write_cursor(last.asked_at.isoformat(), last.id)
    return Page[CorrectionOfPersonAnswer](items=[_correction(one) for one in found], next=more)


@router.post("/records/corrections/{correction}/answer", name="answer_correction", responses=refused(409))
async def answer_correction(
    caller: SignedInPerson, correction: PathId, form: AnswerForm, version: Version, response: Response
) -> CorrectionOfPersonAnswer:
    """Accept what a client wants corrected, which staff then change where it stands; or decline it with a reason."""
    async with caller.write() as unit:
        view = await correction_requests.answer(
            unit, caller.principal, correction, form.move, form.words, version
        )
    tag_version(response, view.correction.version)
    response.headers["cache-control"] = "no-store"
    return _correction(view)


def _copy(view: requests.CopyView) -> CopyOfPersonAnswer:
    return CopyOfPersonAnswer(
        **copy_item(view.request).model_dump(), person=thing_answer(view.person), by=thing_answer(view.by)
    )


def _correction(view: correction_requests.CorrectionView) -> CorrectionOfPersonAnswer:
    return CorrectionOfPersonAnswer(
        **correction_item(view.correction).model_dump(),
        person=thing_answer(view.person),
        decided_by=thing_answer(view.decided_by) if view.decided_by else None,
    )
