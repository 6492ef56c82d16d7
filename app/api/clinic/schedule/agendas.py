"""The agenda of a session: what it is to be, and, once it is over, what was done. For staff alone."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.schedule.sessions.agenda import (
    SessionAgenda,
    access_agenda,
    access_previous,
    keep_template,
    prepare_agenda,
    remove_template,
)
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.errors import refused
from app.api.clinic.common.fields import WHOLE
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.common.versions import Version, tag_version
from app.api.services import Provided
from clinic.common.ids import AppointmentId
from clinic.schedule.agenda import ITEMS_MAX, MINUTES_MAX, AgendaItem, Part
from clinic.schedule.agenda_templates import NAME_MAX
from rooms.model.ids import RoomId
from rooms.model.policy.policy import RoomKind
from rooms.rules.agenda.done import DoneItem

__all__ = ["router"]

router = APIRouter(prefix="/appointments/{appointment}/agenda", tags=["Schedule"])

Mode = Literal["open", "queue", "popcorn", "staff_only", "quiet"]
Name = Annotated[str, Field(max_length=60, pattern=r"^[a-z_]+$", examples=["circle"])]
OptionValue = Annotated[str, Field(max_length=100)] | bool | Annotated[int, Field(ge=-10_000, le=10_000)]
Options = Annotated[dict[Name, OptionValue], Field(max_length=16, examples=[{"deck": "trust"}])]


class AgendaItemBody(Form):
    """One item of an agenda."""

    id: Annotated[Id | None, Field(examples=["it_q3Vb7nTz1mXe"])] = Field(
        None, description="Of an item that was there before; new ones get one."
    )
    part: Part
    minutes: Annotated[int, Field(ge=1, le=MINUTES_MAX, examples=[50]), WHOLE]
    mode: Mode | None = Field(None, description="How turns start while it lasts; else as the room does.")
    protocol: Name | None = Field(None, description="What it starts.")
    options: Options = Field(
        default_factory=dict, description="Chosen for the protocol beforehand; never people."
    )

    def item(self) -> AgendaItem:
        """Return what the rules check."""
        return AgendaItem(self.part, self.minutes, self.mode, self.protocol, self.options, self.id or "")


class AgendaBody(Form):
    """A session's whole agenda, in order."""

    items: Annotated[list[AgendaItemBody], Field(max_length=ITEMS_MAX)]


class TemplateBody(AgendaBody):
    """An agenda that is to be kept to begin with."""

    name: Annotated[
        str,
        Field(min_length=1, max_length=NAME_MAX, examples=["Evening group"], description="Never of people."),
    ]


class TemplateItemAnswer(BaseModel):
    """One item of a template."""

    part: Part
    minutes: int
    mode: Mode | None = None
    protocol: Name | None = None
    options: Options = {}


class AgendaTemplateAnswer(BaseModel):
    """An agenda to begin with."""

    id: Annotated[str, Field(examples=["block"])]
    name: Annotated[str | None, Field(examples=["Evening group"])] = Field(
        None, description="Of the clinic's own; the words of the others are chosen by their id."
    )
    items: list[TemplateItemAnswer]


class AgendaItemAnswer(TemplateItemAnswer):
    """One item of a session's agenda."""

    id: Annotated[str, Field(examples=["it_q3Vb7nTz1mXe"])]


class DoneAnswer(AgendaItemAnswer):
    """What became of an item."""

    # Of a log, which may know a part that is no longer used.
    part: Annotated[str, Field(examples=["check_in"])]  # type: ignore[assignment]
    planned_min: int
    dropped: bool
    spent_s: float | None = Field(description="How long it lasted, seconds; none if it never began.")


class AgendaAnswer(BaseModel):
    """A session's agenda."""

    title: Annotated[str, Field(examples=["Tuesday group"])]
    kind: RoomKind
    begins_at: datetime
    ends_at: datetime
    items: list[AgendaItemAnswer]
    templates: list[AgendaTemplateAnswer]
    done: list[DoneAnswer] = Field(
        description="In the order in which the session went on; empty before it did, and once its log is removed."
    )
    may_change: bool
    version: int = Field(description="0 while nothing was prepared.")


class PreviousAnswer(BaseModel):
    """What was prepared for the session before."""

    items: list[TemplateItemAnswer]


@router.get("", name="read_agenda")
async def get_agenda(caller: Signed, response: Response, appointment: PathId) -> AgendaAnswer:
    """What a session is to be, and what was done."""
    return _answer(response, await access_agenda(caller, AppointmentId(appointment)))


@router.get("/previous", name="read_previous_agenda")
async def get_previous(caller: Signed, appointment: PathId) -> PreviousAnswer:
    """What was prepared for the latest earlier session of the series that has an agenda, to begin with it."""
    found = await access_previous(caller, AppointmentId(appointment))
    return PreviousAnswer(items=[_template_item(each) for each in found.items])


@router.put("", name="prepare_agenda", responses=refused(409))
async def put_agenda(
    caller: Signed,
    services: Provided,
    response: Response,
    appointment: PathId,
    version: Version,
    body: AgendaBody,
) -> AgendaAnswer:
    """Prepare a session, also while it goes on: what has begun stays. The room follows at once."""
    items = [each.item() for each in body.items]
    async with caller.write() as unit:
        found = await prepare_agenda(
            unit, caller.principal, AppointmentId(appointment), version, items, services.library
        )
    services.preparations.changed(RoomId(appointment))
    return _answer(response, found)


@router.post("/templates", name="keep_agenda_template", responses=refused(409))
async def post_template(
    caller: Signed, services: Provided, response: Response, appointment: PathId, body: TemplateBody
) -> AgendaAnswer:
    """Keep an agenda under a name, so that sessions of the same kind can begin with it."""
    items = [each.item() for each in body.items]
    async with caller.write() as unit:
        found = await keep_template(
            unit, caller.principal, AppointmentId(appointment), body.name, items, services.library
        )
    return _answer(response, found)


@router.delete("/templates/{agenda_template}", name="remove_agenda_template")
async def delete_template(
    caller: Signed, response: Response, appointment: PathId, agenda_template: PathId
) -> AgendaAnswer:
    """Remove an agenda of the clinic's own; sessions that began with it stay as they are."""
    async with caller.write() as unit:
        found = await remove_template(unit, caller.principal, AppointmentId(appointment), agenda_template)
    return _answer(response, found)


def _answer(response: Response, found: SessionAgenda) -> AgendaAnswer:
    one, stored = found.appointment, found.stored
    tag_version(response, stored.version)
    return AgendaAnswer(
        title=one.content.title,
        kind=RoomKind(one.content.kind),
        begins_at=one.begins,
        ends_at=one.ends,
        items=[AgendaItemAnswer(id=each.id, **_fields(each)) for each in stored.items],
        templates=[
            AgendaTemplateAnswer(
                id=each.code, name=each.name or None, items=[_template_item(item) for item in each.items]
            )
            for each in found.templates
        ],
        done=[_done(each) for each in found.done],
        may_change=found.may_change,
        version=stored.version,
    )


def _template_item(item: AgendaItem) -> TemplateItemAnswer:
    return TemplateItemAnswer(**_fields(item))


def _fields(item: AgendaItem) -> dict[str, object]:
    return {
        "part": item.part,
        "minutes": item.minutes,
        "mode": item.mode,
        "protocol": item.protocol,
        "options": dict(item.options),
    }


def _done(done: DoneItem) -> DoneAnswer:
    item = done.item
    return DoneAnswer(
        id=item.id,
        part=item.part,
        minutes=item.minutes,
        mode=item.mode.value if item.mode else None,
        protocol=item.protocol,
        options=item.options,
        planned_min=item.planned_min,
        dropped=item.dropped,
        spent_s=done.spent_s,
    )
