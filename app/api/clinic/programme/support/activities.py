"""Sober activities and resource cards: for staff who keep them, and for clients."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.programme.support import activities, resources
from app.access.programme.support.activities import ActivityForm, ActivityView, OwnActivity
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.fields import WHOLE, Day, Flag, LocalTime
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.common.repeats import RepeatKey, once
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.people.answers import NameAnswer, name_answer
from app.api.services import Provided
from app.persistence.clinic_store import ClinicUnit
from clinic.common.ids import ProgramId
from clinic.support.activities import (
    DETAILS_LIMIT,
    LENGTH_MIN,
    MOST_PEOPLE,
    PLACE_LIMIT,
    TITLE_LIMIT,
    ActivityAudience,
)
from clinic.support.resources import (
    AREA_LIMIT,
    LANGUAGE_LIMIT,
    URL_LIMIT,
    WHAT_LIMIT,
    ResourceCard,
    ResourceKind,
    is_stale,
)

__all__ = ["router"]

router = APIRouter(tags=["Support"])


class ActivityBody(Form):
    """An activity."""

    title: Annotated[str, Field(max_length=TITLE_LIMIT, examples=["Lake walk"])]
    place: Annotated[str, Field(max_length=PLACE_LIMIT, examples=["Boathouse, north gate"])]
    details: Annotated[str, Field(max_length=DETAILS_LIMIT, examples=["Bring water."])] = ""
    starts: LocalTime = Field(description="By the clinic’s clocks.")
    length_min: Annotated[int, Field(ge=LENGTH_MIN[0], le=LENGTH_MIN[1], examples=[90]), WHOLE]
    audience: ActivityAudience = ActivityAudience.EVERYONE
    programs: list[Id] = Field(
        [], max_length=20, examples=[[]], description="Only for people of these programs; empty for all."
    )
    capacity: Annotated[int, Field(ge=1, le=MOST_PEOPLE), WHOLE] | None = None
    cancelled: Flag = False


class ActivityAnswer(BaseModel):
    """An activity as staff see it."""

    id: str = Field(examples=["ac_2Hn7vRq9sXwL"])
    title: str
    place: str = Field(examples=["Riverside Park, main gate"])
    details: str = Field(examples=["Bring water. We walk for an hour."])
    begins_at: datetime
    ends_at: datetime
    audience: ActivityAudience
    programs: list[str] = Field(examples=[["pg_e2Lt7vBy4oQj"]])
    capacity: int | None
    cancelled: bool
    coming: list[NameAnswer]
    version: int


class ActivitiesAnswer(BaseModel):
    """The next first."""

    items: list[ActivityAnswer]


class OwnActivityAnswer(BaseModel):
    """An activity as a client sees it."""

    id: str = Field(examples=["ac_2Hn7vRq9sXwL"])
    title: str
    place: str = Field(examples=["Riverside Park, main gate"])
    details: str = Field(examples=["Bring water. We walk for an hour."])
    begins_at: datetime
    ends_at: datetime
    capacity: int | None
    cancelled: bool
    coming: bool | None = Field(description="What the caller has replied.")
    shows_name: bool
    count: int = Field(description="How many come.")
    names: list[str] = Field(examples=[["Robin"]], description="Chosen names of those who show them.")


class OwnActivitiesAnswer(BaseModel):
    """The next first."""

    items: list[OwnActivityAnswer]


class ReplyForm(Form):
    """Whether one comes."""

    coming: Flag
    shows_name: Flag = False


class CardBody(Form):
    """A resource card."""

    kind: ResourceKind
    title: Annotated[str, Field(max_length=TITLE_LIMIT, examples=["Community kitchen"])]
    what: Annotated[str, Field(max_length=WHAT_LIMIT, examples=["Hot meals, no questions asked."])]
    phone: Annotated[str, Field(max_length=40)] = ""
    url: Annotated[str, Field(max_length=URL_LIMIT, examples=["https://kitchen.example.org"])] = ""
    area: Annotated[str, Field(max_length=AREA_LIMIT, examples=["Riverside"])] = ""
    language: Annotated[str, Field(max_length=LANGUAGE_LIMIT, examples=["en"])]
    checked_on: Day
    archived: Flag = False


class CardAnswer(BaseModel):
    """A resource card."""

    id: str = Field(examples=["rs_2Hn7vRq9sXwL"])
    kind: ResourceKind
    title: str
    what: str = Field(examples=["Hot meals every day from noon to two."])
    phone: str
    url: str
    area: str = Field(examples=["Downtown"])
    language: str = Field(examples=["en"])
    checked_on: date
    stale: bool = Field(description="Somebody should check it again.")
    archived: bool
    version: int


class CardsAnswer(BaseModel):
    """Cards by their titles."""

    items: list[CardAnswer]


@router.get("/activities", name="list_activities")
async def get_activities(caller: SignedInPerson) -> ActivitiesAnswer:
    """Sober activities to come, with who comes. They are never billed."""
    async with caller.read() as unit:
        found = await activities.list_activities(unit, caller.principal)
    return ActivitiesAnswer(items=[_activity(one) for one in found])


@router.post(
    "/activities",
    name="add_activity",
    status_code=HTTPStatus.CREATED,
    response_model=ActivityAnswer,
    responses=refused(404, 409),
)
async def post_activity(caller: SignedInPerson, body: ActivityBody, key: RepeatKey = None) -> dict[str, Any]:
    """Plan an activity."""

    async def create(unit: ClinicUnit) -> ActivityAnswer:
        return _activity(await activities.add_activity(unit, caller.principal, _form(body)))

    return await once(caller, key, "activity", body, create)


@router.put("/activities/{activity}", name="change_activity", responses=refused(404, 409))
async def put_activity(
    caller: SignedInPerson,
    services: Provided,
    activity: PathId,
    body: ActivityBody,
    version: Version,
    response: Response,
) -> ActivityAnswer:
    """Change an activity or cancel it. Who comes gets a neutral mail that their page has something new."""
    async with caller.write() as unit:
        view = await activities.change_activity(
            unit, caller.principal, activity, _form(body), version, services.notices
        )
    tag_version(response, view.activity.version)
    return _activity(view)


@router.get("/me/activities", name="list_own_activities")
async def get_own_activities(caller: SignedInPerson) -> OwnActivitiesAnswer:
    """Activities that one may come to."""
    async with caller.read() as unit:
        found = await activities.list_own(unit, caller.principal)
    return OwnActivitiesAnswer(items=[_own(one) for one in found])


@router.put("/me/activities/{activity}", name="reply_to_activity", responses=refused(404, 409))
async def put_reply(caller: SignedInPerson, activity: PathId, form: ReplyForm) -> OwnActivityAnswer:
    """Say whether one comes, and whether the others see one’s chosen name."""
    async with caller.write() as unit:
        found = await activities.reply_to(
            unit, caller.principal, activity, coming=form.coming, shows_name=form.shows_name
        )
    return _own(found)


@router.get("/resources", name="list_resource_cards")
async def get_cards(
    caller: SignedInPerson,
    archived: Annotated[bool, Query(description="Those that are not in use any more.")] = False,
) -> CardsAnswer:
    """Resource cards, for staff who keep them."""
    async with caller.read() as unit:
        found = await resources.list_cards(unit, caller.principal, archived=archived)
        day = unit.now.astimezone(unit.zone).date()
    return CardsAnswer(items=[_card(one, day) for one in found])


@router.post(
    "/resources", name="add_resource_card", status_code=HTTPStatus.CREATED, response_model=CardAnswer
)
async def post_card(caller: SignedInPerson, body: CardBody, key: RepeatKey = None) -> dict[str, Any]:
    """Add a resource card."""

    async def create(unit: ClinicUnit) -> CardAnswer:
        card = await resources.add_card(unit, caller.principal, _from(body, "", 1))
        return _card(card, unit.now.astimezone(unit.zone).date())

    return await once(caller, key, "resource", body, create)


@router.put("/resources/{card}", name="change_resource_card", responses=refused(404))
async def put_card(
    caller: SignedInPerson, card: PathId, body: CardBody, version: Version, response: Response
) -> CardAnswer:
    """Change a resource card, take it out of use, or back."""
    async with caller.write() as unit:
        changed = await resources.change_card(unit, caller.principal, _from(body, card, version))
        day = unit.now.astimezone(unit.zone).date()
    tag_version(response, changed.version)
    return _card(changed, day)


@router.get("/me/resources", name="list_own_resource_cards")
async def get_own_cards(caller: SignedInPerson) -> CardsAnswer:
    """Where to find meals, housing, meetings, or somebody to talk to."""
    async with caller.read() as unit:
        found = await resources.list_own_cards(unit, caller.principal)
        day = unit.now.astimezone(unit.zone).date()
    return CardsAnswer(items=[_card(one, day) for one in found])


def _form(body: ActivityBody) -> ActivityForm:
    return ActivityForm(
        body.title,
        body.place,
        body.details,
        body.starts,
        body.length_min,
        body.audience,
        frozenset(ProgramId(one) for one in body.programs),
        body.capacity,
        body.cancelled,
    )


def _activity(view: ActivityView) -> ActivityAnswer:
    one = view.activity
    return ActivityAnswer(
        id=one.id,
        title=one.title,
        place=one.place,
        details=one.details,
        begins_at=one.begins,
        ends_at=one.ends,
        audience=one.audience,
        programs=sorted(one.programs),
        capacity=one.capacity,
        cancelled=one.cancelled,
        coming=[name_answer(each) for each in view.coming],
        version=one.version,
    )


def _own(view: OwnActivity) -> OwnActivityAnswer:
    one = view.activity
    return OwnActivityAnswer(
        id=one.id,
        title=one.title,
        place=one.place,
        details=one.details,
        begins_at=one.begins,
        ends_at=one.ends,
        capacity=one.capacity,
        cancelled=one.cancelled,
        coming=view.coming,
        shows_name=view.shows_name,
        count=view.count,
        names=list(view.names),
    )


def _from(body: CardBody, card: str, version: int) -> ResourceCard:
    return ResourceCard(
        card,
        body.kind,
        body.title,
        body.what,
        body.phone,
        body.url,
        body.area,
        body.language,
        body.checked_on,
        body.archived,
        version,
    )


def _card(card: ResourceCard, today: date) -> CardAnswer:
    return CardAnswer(
        id=card.id,
        kind=card.kind,
        title=card.title,
        what=card.what,
        phone=card.phone,
        url=card.url,
        area=card.area,
        language=card.language,
        checked_on=card.checked_on,
        stale=is_stale(card, today),
        archived=card.archived,
        version=card.version,
    )
