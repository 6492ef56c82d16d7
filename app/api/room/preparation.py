"""``POST /api/v1/seats/preparation``: what a seat's people sign and say before the room (signaling/PROTOCOL.md part 1).

It answers only a browser at which somebody of the seat has shown who they are. It never says why staff hold somebody.
"""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from app.access.consents.due import DueDocument, ReadableText
from app.access.safety.preparing import (
    Steps,
    acknowledge_document,
    decline_document,
    read_steps,
    say_place,
    say_surroundings,
    sign_document,
)
from app.api.clinic.consents.answers import TextAnswer, block_answers
from app.api.problems import Problem
from app.api.room.links import follow_link, read_body, storage_away
from app.api.room.own_page import require_own_page
from app.api.room.proof import who_is_here
from app.api.services import Services, services_of
from app.api.traffic import PlainRoute
from app.auth.invitations import MAX_INVITATION
from app.live.entrance import Arrival
from app.persistence.clinic_store import Actor, ClinicUnit, ClinicUnknown
from app.persistence.unit_of_work import StorageUnavailable, WriteConflict
from app.runtime.clock import to_datetime
from clinic.common.errors import Invalid, Refused
from clinic.common.ids import ClinicId
from clinic.consents.documents import DocumentKind
from clinic.consents.due import Needs
from clinic.consents.versions import VersionId
from clinic.safety.places import LIMITS, Place, PlaceKind
from clinic.safety.surroundings import Company, Surroundings
from rooms.model.ids import PersonId, SeatId
from rooms.model.people import RoomSetup

__all__ = ["build_preparation_route"]

_MAX_ID = 64


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True)


class PlaceBody(_Body):
    """Where somebody is."""

    address: Annotated[str, Field(max_length=LIMITS["address"], repr=False)]
    unit: Annotated[str, Field(max_length=LIMITS["unit"], repr=False)] = ""
    city: Annotated[str, Field(max_length=LIMITS["city"], repr=False)]
    state: Annotated[str, Field(max_length=LIMITS["state"], repr=False)]
    postal_code: Annotated[str, Field(max_length=LIMITS["postal_code"], repr=False)] = ""
    kind: PlaceKind
    phone: Annotated[str, Field(max_length=LIMITS["phone"], repr=False)]


class LocationSaid(_Body):
    """Where a person is; without a place: they cannot say it now."""

    step: Literal["location"]
    person: Annotated[str, Field(min_length=1, max_length=_MAX_ID)]
    place: PlaceBody | None


class SurroundingsSaid(_Body):
    """What is around a person."""

    step: Literal["surroundings"]
    person: Annotated[str, Field(min_length=1, max_length=_MAX_ID)]
    private: bool
    headphones: bool
    company: Annotated[list[Company], Field(max_length=len(Company))]


class DocumentSaid(_Body):
    """A person signs the document that they have read, confirms it, or does not agree to it."""

    step: Literal["sign", "acknowledge", "decline"]
    person: Annotated[str, Field(min_length=1, max_length=_MAX_ID)]
    version: Annotated[str, Field(min_length=1, max_length=_MAX_ID)]
    language: Literal["en", "es"]


_Said = LocationSaid | SurroundingsSaid | DocumentSaid


class PreparationRequest(_Body):
    """The request's body. Without ``said`` it only reads."""

    invitation: Annotated[str, Field(min_length=1, max_length=MAX_INVITATION)]
    said: Annotated[_Said, Field(discriminator="step")] | None = None


class DocumentAnswer(BaseModel):
    """A document to be read. ``required``: they do not come in without it."""

    kind: DocumentKind
    version: str
    needs: Needs
    required: bool
    text: TextAnswer
    others: list[TextAnswer]


class PersonAnswer(BaseModel):
    """What somebody on the seat has still to do, in order, and the first document of it."""

    id: str
    todo: list[str]
    document: DocumentAnswer | None


class OfferAnswer(BaseModel):
    """A place to confirm. ``said``: whether it was said in this session."""

    place: PlaceBody
    said: bool


class PreparationAnswer(BaseModel):
    """The steps before the room, of those on the seat who have shown who they are."""

    people: list[PersonAnswer]
    asks_place: bool
    offer: OfferAnswer | None


def build_preparation_route(origins: Iterable[str]) -> PlainRoute:
    """Return the route, for pages of these origins."""
    return PlainRoute("/api/v1/seats/preparation", _PreparationRoute(origins), methods=["POST"])


class _PreparationRoute:
    """Plain ASGI; the application's exception handlers answer for what it raises."""

    def __init__(self, origins: Iterable[str]) -> None:
        self._require_own_page = require_own_page(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self._require_own_page(request)
        answer = await _answer(request, services_of(request))
        await answer(scope, receive, send)


async def _answer(request: Request, services: Services) -> Response:
    asked = await read_body(request, PreparationRequest)
    seat, arrival = await follow_link(request, services, asked.invitation)
    by, proved = await who_is_here(request, services, seat, arrival)
    if asked.said is not None and asked.said.person not in proved:
        raise Problem(HTTPStatus.FORBIDDEN, "admission.unproved")
    try:
        steps = await _say_and_read(services, seat, arrival, by, proved, asked.said)
    except Invalid as invalid:
        return _wrong(invalid)
    except Refused as refused:
        raise Problem(HTTPStatus.CONFLICT, refused.code) from None
    except (StorageUnavailable, WriteConflict):
        raise storage_away() from None
    except ClinicUnknown:
        raise Problem(HTTPStatus.CONFLICT, "preparation.none") from None
    return Response(_steps(steps).model_dump_json(), media_type="application/json")


async def _say_and_read(
    services: Services,
    seat: SeatId,
    arrival: Arrival,
    by: PersonId,
    proved: frozenset[PersonId],
    said: _Said | None,
) -> Steps:
    setup = arrival.setup
    clinic, now = ClinicId(arrival.link.session.clinic), to_datetime(services.clock.now())
    if said is not None:
        person = PersonId(said.person)
        async with services.clinics.write(clinic, Actor(person), now) as unit:
            await _say(unit, setup, seat, person, said)
        services.preparations.changed(setup.id)
    async with services.clinics.read(clinic, Actor(by), now) as unit:
        return await read_steps(unit, setup, seat, proved)


async def _say(unit: ClinicUnit, setup: RoomSetup, seat: SeatId, person: PersonId, said: _Said) -> None:
    match said:
        case LocationSaid():
            await say_place(unit, setup, seat, person, _place(said.place))
        case SurroundingsSaid():
            around = Surroundings(said.private, said.headphones, frozenset(said.company))
            await say_surroundings(unit, setup, seat, person, around)
        case DocumentSaid(step="sign"):
            await sign_document(unit, setup, seat, person, VersionId(said.version), said.language)
        case DocumentSaid(step="acknowledge"):
            await acknowledge_document(unit, setup, seat, person, VersionId(said.version), said.language)
        case DocumentSaid():
            await decline_document(unit, setup, seat, person, VersionId(said.version))


def _place(body: PlaceBody | None) -> Place | None:
    return Place(**body.model_dump()) if body else None


def _steps(steps: Steps) -> PreparationAnswer:
    offer = steps.offer
    return PreparationAnswer(
        people=[
            PersonAnswer(id=person, todo=list(todo), document=_document(steps.documents.get(person)))
            for person, todo in steps.todo.items()
        ],
        asks_place=steps.asks_place,
        offer=OfferAnswer(place=_body(offer.place), said=offer.said) if offer else None,
    )


def _document(due: DueDocument | None) -> DocumentAnswer | None:
    if due is None:
        return None
    return DocumentAnswer(
        kind=due.kind,
        version=due.version,
        needs=due.needs,
        required=due.is_required,
        text=_text(due.text),
        others=[_text(each) for each in due.others],
    )


def _text(text: ReadableText) -> TextAnswer:
    return TextAnswer(language=text.language, title=text.title, blocks=block_answers(text.blocks))


def _body(place: Place) -> PlaceBody:
    return PlaceBody(
        address=place.address,
        unit=place.unit,
        city=place.city,
        state=place.state,
        postal_code=place.postal_code,
        kind=place.kind,
        phone=place.phone,
    )


def _wrong(invalid: Invalid) -> Response:
    """Name what is wrong in each field, as the programme's forms do; never a value."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    errors = [{"field": error.field, "code": error.code} for error in invalid.errors]
    content = {"title": status.phrase, "status": status.value, "code": "form.invalid", "errors": errors}
    return JSONResponse(content, status.value, media_type="application/problem+json")
