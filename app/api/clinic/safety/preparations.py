"""What is known of somebody before a session, for those who lead it, and what they say about them."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.safety.admitting import (
    DocumentState,
    Prepared,
    confirm_aloud,
    enter_place,
    read_prepared,
    waive,
)
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import PathId
from app.api.clinic.common.versions import Version, tag_version
from app.api.services import Provided
from clinic.common.ids import AppointmentId, PersonId
from clinic.consents.documents import DocumentKind
from clinic.safety.places import LIMITS, Place, PlaceKind
from clinic.safety.preparation import Hold, Known, Waived, WaiveReason
from clinic.safety.surroundings import Company
from rooms.model.ids import RoomId

__all__ = ["router"]

router = APIRouter(prefix="/appointments/{appointment}/preparations/{person}", tags=["Safety"])

_MAX = dict(LIMITS)


class PlaceBody(Form):
    """Where somebody is."""

    address: Annotated[str, Field(max_length=_MAX["address"], examples=["12 Oak Street"])]
    unit: Annotated[str, Field(max_length=_MAX["unit"], examples=["Apt 3"])] = ""
    city: Annotated[str, Field(max_length=_MAX["city"], examples=["Sacramento"])]
    state: Annotated[str, Field(max_length=_MAX["state"], examples=["CA"])] = Field(
        description="Two letters; `other` outside the United States."
    )
    postal_code: Annotated[str, Field(max_length=_MAX["postal_code"], examples=["95814"])] = ""
    kind: PlaceKind = PlaceKind.HOME
    phone: Annotated[str, Field(max_length=_MAX["phone"], examples=["+19165550123"])]


class WaiveBody(Form):
    """Why somebody is admitted although this holds them."""

    hold: Hold
    reason: WaiveReason


class AroundAnswer(BaseModel):
    """What is around somebody, as they say it."""

    private: bool
    headphones: bool
    company: list[Company]


class ConfirmedAnswer(BaseModel):
    """Who heard name and address aloud, and when."""

    by: Annotated[str, Field(examples=["pt_b4Vh6yTg2uEo"])]
    at: datetime


class AskedDocument(BaseModel):
    """A document that the session asks for, and what they have done about it."""

    kind: DocumentKind
    state: DocumentState


class PreparationAnswer(BaseModel):
    """What is known of somebody before a session."""

    name: str = Field(description="Their legal name, or the shown one where there is none.")
    place: PlaceBody | None = None
    place_by: str | None = Field(None, description="Who said where they are.", examples=["pt_x7Kq2mPv9rTz"])
    confirmed: ConfirmedAnswer | None = None
    surroundings: AroundAnswer | None = None
    accommodations: str = Field("", description="What helps them take part.", examples=["Captions."])
    documents: list[AskedDocument] = Field(
        description="In the order in which they are asked; that of a state once the place is known."
    )


@router.get("", name="read_preparation")
async def get_preparation(
    caller: SignedInPerson, services: Provided, response: Response, appointment: PathId, person: PathId
) -> PreparationAnswer:
    """Where somebody is and what is around them, for those who lead the session. Every look is noted."""
    async with caller.read() as unit:
        found = await read_prepared(unit, caller.principal, AppointmentId(appointment), PersonId(person))
    # What holds them is looked at anew, too: a licence may have been recorded meanwhile.
    services.preparations.changed(RoomId(appointment))
    return _answer(response, found)


@router.post("/confirm", name="confirm_place", responses=refused(409))
async def confirm(
    caller: SignedInPerson,
    services: Provided,
    response: Response,
    appointment: PathId,
    person: PathId,
    version: Version,
) -> PreparationAnswer:
    """They have said their full name and this address aloud."""
    async with caller.write() as unit:
        found = await confirm_aloud(
            unit, caller.principal, AppointmentId(appointment), PersonId(person), version
        )
    services.preparations.changed(RoomId(appointment))
    return _answer(response, found)


@router.post("/waive", name="waive_hold", responses=refused(409))
async def waive_hold(
    caller: SignedInPerson,
    services: Provided,
    response: Response,
    appointment: PathId,
    person: PathId,
    version: Version,
    body: WaiveBody,
) -> PreparationAnswer:
    """Let them in although this holds them, for a reason that is kept."""
    waived = Waived(body.hold, body.reason)
    async with caller.write() as unit:
        found = await waive(
            unit, caller.principal, AppointmentId(appointment), PersonId(person), version, waived
        )
    services.preparations.changed(RoomId(appointment))
    return _answer(response, found)


@router.put("/place", name="enter_place", responses=refused(409))
async def put_place(
    caller: SignedInPerson,
    services: Provided,
    response: Response,
    appointment: PathId,
    person: PathId,
    version: Version,
    body: PlaceBody,
) -> PreparationAnswer:
    """Where they are, as they have said it to staff."""
    place = Place(**body.model_dump())
    async with caller.write() as unit:
        found = await enter_place(
            unit, caller.principal, AppointmentId(appointment), PersonId(person), version, place
        )
    services.preparations.changed(RoomId(appointment))
    return _answer(response, found)


def _answer(response: Response, found: Prepared) -> PreparationAnswer:
    known = found.known
    tag_version(response, known.version)
    return PreparationAnswer(
        name=found.name,
        place=_place(known.place),
        place_by=known.place_by,
        confirmed=_confirmed(known),
        surroundings=_around(known),
        accommodations=found.accommodations,
        documents=[AskedDocument(kind=kind, state=state) for kind, state in found.documents.items()],
    )


def _place(place: Place | None) -> PlaceBody | None:
    if place is None:
        return None
    return PlaceBody(
        address=place.address,
        unit=place.unit,
        city=place.city,
        state=place.state,
        postal_code=place.postal_code,
        kind=place.kind,
        phone=place.phone,
    )


def _confirmed(known: Known) -> ConfirmedAnswer | None:
    return ConfirmedAnswer(by=known.confirmed[0], at=known.confirmed[1]) if known.confirmed else None


def _around(known: Known) -> AroundAnswer | None:
    said = known.surroundings
    if said is None:
        return None
    return AroundAnswer(private=said.private, headphones=said.headphones, company=sorted(said.company))
