"""``/settings/on-call``: who is paged about a help signal; ``/on-call``: the alerts, for those who are."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Header
from pydantic import BaseModel, Field, SecretStr
from starlette.responses import JSONResponse, Response

from app.access.safety.alerts import ShownAlert, answer_alert, list_alerts
from app.access.safety.on_call import (
    LONGEST_NOTE,
    LONGEST_SECRET,
    LONGEST_URL,
    MOST_ON_CALL,
    OnCall,
    OnCallForm,
    access_on_call,
    keep_on_call,
)
from app.api.clinic.common.calls import Signed, SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id, PathId
from app.api.clinic.common.versions import Version, tag_version
from clinic.common.ids import PersonId

__all__ = ["build_on_call_router"]


class OnCallBody(Form):
    """Who is paged, in which order, and the clinic's own paging system."""

    people: list[Id] = Field(max_length=MOST_ON_CALL, examples=[["pt_b4Vh6yTg2uEo"]])
    url: str = Field(
        "",
        max_length=LONGEST_URL,
        examples=["https://pager.clinic.example/attune"],
        description="HTTPS, a public host; empty: by mail alone.",
    )
    secret: Annotated[SecretStr, Field(max_length=LONGEST_SECRET)] | None = Field(
        None,
        examples=["k3Yt8mQ2vP9xLz5wB7nD"],
        description="Signs each call. None keeps the one that is there. It is never answered.",
    )
    note: str = Field(
        "",
        max_length=LONGEST_NOTE,
        examples=["Front desk: 202-555-0100."],
        description="The clinic’s own lines on every crisis card.",
    )


class OnCallAnswer(BaseModel):
    """Who is paged."""

    people: list[str] = Field(examples=[["pt_b4Vh6yTg2uEo"]])
    url: str = Field(examples=["https://pager.clinic.example/attune"])
    has_secret: bool
    note: str = Field(examples=["Front desk: 202-555-0100."])
    version: int = Field(description="Of the clinic’s settings.")


class AlertPersonAnswer(BaseModel):
    """Somebody by name."""

    id: str
    name: str


class AlertStepAnswer(BaseModel):
    """A line of the timeline."""

    at: datetime
    step: str = Field(
        examples=["paged"],
        description="`signalled`, `paged`, `sent`, `unreached`, `answered`, `acknowledged` (in the room) or `closed`.",
    )
    person: AlertPersonAnswer | None


class AlertAnswer(BaseModel):
    """A help signal."""

    id: str = Field(examples=["al_w3Rt6yUi8oPq"])
    session: str = Field(examples=["ss_T8wHn2s5uYkL"])
    people: list[AlertPersonAnswer] = Field(description="Who sent it; both if either of two may have.")
    signalled_at: datetime
    late: bool = Field(description="It was meant before, while the connection was lost.")
    rings: bool = Field(description="Nobody has it yet.")
    answered_by: AlertPersonAnswer | None
    mine: bool = Field(description="You have answered it: the crisis card is yours to open.")
    steps: list[AlertStepAnswer]


class AlertsAnswer(BaseModel):
    """Alerts that go on, the oldest first, and what you have answered."""

    alerts: list[AlertAnswer]


def build_on_call_router(*, allow_loopback: bool) -> APIRouter:
    """Build the routes.

    Args:
        allow_loopback: Whether a webhook may be on this machine, for the demo and tests.
    """
    router = APIRouter(tags=["Safety"])

    @router.get("/settings/on-call", name="read_on_call")
    async def get_on_call(caller: Signed, response: Response) -> OnCallAnswer:
        """Who is paged about a help signal, and where it is told besides."""
        chosen, version = await access_on_call(caller)
        return _answer(response, chosen, version)

    @router.put("/settings/on-call")
    async def put_on_call(
        caller: SignedInPerson, response: Response, version: Version, body: OnCallBody
    ) -> OnCallAnswer:
        """Choose them. Needs a fresh proof."""
        form = OnCallForm(
            [PersonId(one) for one in body.people],
            body.url,
            None if body.secret is None else body.secret.get_secret_value(),
            body.note,
        )
        chosen, changed = await keep_on_call(caller, form, version, allow_loopback=allow_loopback)
        return _answer(response, chosen, changed)

    @router.get(
        "/on-call",
        name="list_alerts",
        response_model=AlertsAnswer,
        responses={304: {"description": "Nothing has changed."}},
    )
    async def get_alerts(
        caller: SignedInPerson,
        if_none_match: Annotated[
            str | None, Header(max_length=80, description="The `ETag` of the answer before.")
        ] = None,
    ) -> Response:
        """The alerts, for those on call: ask every two seconds with the ``ETag`` of the answer before."""
        seen = (if_none_match or "").removeprefix("W/").strip('"')
        async with caller.read() as unit:
            view = await list_alerts(unit, caller.principal, seen)
        headers = {"etag": f'"{view.stamp}"', "cache-control": "no-store"}
        if view.alerts is None:
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        answer = AlertsAnswer(alerts=[_alert(one) for one in view.alerts])
        return JSONResponse(answer.model_dump(mode="json"), headers=headers)

    @router.post("/alerts/{alert}/answer", name="answer_alert", responses=refused(409))
    async def post_answer(caller: SignedInPerson, alert: PathId) -> AlertAnswer:
        """Take an alert on: it stops ringing everywhere, nobody more is paged, and the room is told."""
        async with caller.write() as unit:
            return _alert(await answer_alert(unit, caller.principal, alert))

    return router


def _answer(response: Response, chosen: OnCall, version: int) -> OnCallAnswer:
    tag_version(response, version)
    webhook = chosen.webhook
    return OnCallAnswer(
        people=list(chosen.people),
        url=webhook.url if webhook else "",
        has_secret=webhook is not None,
        note=chosen.note,
        version=version,
    )


def _alert(shown: ShownAlert) -> AlertAnswer:
    alert = shown.alert
    return AlertAnswer(
        id=alert.id,
        session=alert.session,
        people=[_person(one) for one in shown.senders],
        signalled_at=alert.signalled_at,
        late=alert.late,
        rings=shown.rings,
        answered_by=_person(shown.answered_by) if shown.answered_by else None,
        mine=shown.is_mine,
        steps=[
            AlertStepAnswer(at=step.at, step=step.step, person=_person(who) if who else None)
            for step, who in shown.steps
        ],
    )


def _person(named: Any) -> AlertPersonAnswer:
    return AlertPersonAnswer(id=named.id, name=named.name)
