"""``/me/data``: a copy of what is kept about oneself, and what one wants corrected in it. Of clients."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.records import correction_requests
from app.access.records.copies import requests
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import PathId
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.records.answers import CopyItem, CorrectionItem, copy_item, correction_item
from app.api.clinic.records.files import ZIP, zip_response
from app.api.services import Provided
from clinic.records.correction_requests import LONGEST_TEXT, CorrectionMove, CorrectionRequest, FactAbout

__all__ = ["Language", "router"]

router = APIRouter(prefix="/me/data", tags=["Me"])

Language = Annotated[
    str,
    Field(
        description="Of the page in the copy; English where it has no words.",
        pattern="^[a-z]{2,3}(-[A-Z]{2})?$",
        examples=["es"],
    ),
]


class CopyForm(Form):
    """A wish for a copy."""

    language: Language


class CorrectionRequestForm(Form):
    """What one wants corrected."""

    about: FactAbout
    wrong: str = Field(max_length=LONGEST_TEXT, examples=["My apartment is 3, not 8."])
    right: str = Field(max_length=LONGEST_TEXT, examples=["12 Elm Street, apartment 3"])


class WordsForm(Form):
    """What one says to it."""

    words: str = Field("", max_length=LONGEST_TEXT, examples=["I moved in March, and told you so."])


class OwnDataAnswer(BaseModel):
    """What one has asked."""

    copies: list[CopyItem] = Field(description="The newest first.")
    corrections: list[CorrectionItem] = Field(description="The newest first.")


@router.get("", name="read_own_data")
async def get_own_data(caller: SignedInPerson, response: Response) -> OwnDataAnswer:
    """What one has asked about what is kept of oneself."""
    async with caller.read() as unit:
        copies = await requests.read_own(unit, caller.principal)
        corrections = await correction_requests.read_own(unit, caller.principal)
    response.headers["cache-control"] = "no-store"
    return OwnDataAnswer(
        copies=[copy_item(one) for one in copies], corrections=[correction_item(one) for one in corrections]
    )


@router.post("/copies", name="ask_own_copy", status_code=HTTPStatus.CREATED, responses=refused(409))
async def post_own_copy(caller: SignedInPerson, services: Provided, form: CopyForm) -> CopyItem:
    """Ask for a copy of what is kept about oneself. Needs a fresh proof, as fetching it does."""
    async with caller.write() as unit:
        asked = await requests.ask_own(unit, caller.principal, form.language, services.copy_asked)
    return copy_item(asked)


@router.get(
    "/copies/{copy}/file",
    name="fetch_own_copy",
    response_class=Response,
    responses={200: ZIP, **refused(409)},
)
async def get_own_copy(caller: SignedInPerson, copy: PathId) -> Response:
    """Fetch one's own copy as a ZIP file, until it is removed after a week. Each time is noted."""
    async with caller.read() as unit:
        return zip_response(await requests.fetch_own(unit, caller.principal, copy))


@router.post("/corrections", name="ask_correction", status_code=HTTPStatus.CREATED, responses=refused(409))
async def post_correction(
    caller: SignedInPerson, form: CorrectionRequestForm, response: Response
) -> CorrectionItem:
    """Ask for a correction of something that is kept about oneself."""
    async with caller.write() as unit:
        made = await correction_requests.ask_own(unit, caller.principal, form.about, form.wrong, form.right)
    return _tagged(response, made)


@router.post("/corrections/{correction}/withdraw", name="withdraw_correction", responses=refused(409))
async def withdraw_correction(
    caller: SignedInPerson, correction: PathId, version: Version, response: Response
) -> CorrectionItem:
    """Take a request back."""
    async with caller.write() as unit:
        moved = await correction_requests.move_own(
            unit, caller.principal, correction, CorrectionMove.WITHDRAW, "", version
        )
    return _tagged(response, moved)


@router.post("/corrections/{correction}/disagree", name="disagree_correction", responses=refused(409))
async def disagree_correction(
    caller: SignedInPerson, correction: PathId, form: WordsForm, version: Version, response: Response
) -> CorrectionItem:
    """Say something to a correction's having been declined; it stays with the record."""
    async with caller.write() as unit:
        moved = await correction_requests.move_own(
            unit, caller.principal, correction, CorrectionMove.DISAGREE, form.words, version
        )
    return _tagged(response, moved)


def _tagged(response: Response, one: CorrectionRequest) -> CorrectionItem:
    tag_version(response, one.version)
    response.headers["cache-control"] = "no-store"
    return correction_item(one)
