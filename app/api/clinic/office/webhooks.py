"""``/webhooks``: which systems of the clinic are told of events, and what became of it."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.mail.webhooks.managing import (
    LONGEST_URL,
    ShownWebhook,
    access_deliveries,
    access_webhooks,
    add_webhook,
    change_webhook,
    remove_webhook,
    renew_secret,
    send_delivery_again,
    send_failed_again,
    send_test,
)
from app.api.clinic.common.calls import Signed, SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import PathId
from app.api.clinic.common.pages import Cursor, Limit, Page, read_cursor, read_moment, write_cursor
from app.api.clinic.common.versions import Version, tag_version
from app.persistence.repositories.mail.webhooks import StoredDelivery
from clinic.identity.webhooks import CHOSEN, DeliveryState, EventKind, OffWhy, WebhookState

__all__ = ["build_webhook_router"]

_Kinds = Annotated[
    list[EventKind],
    Field(max_length=len(CHOSEN), examples=[["session.ended"]], description="At least one, and not `test`."),
]
_Address = Field(
    max_length=LONGEST_URL,
    examples=["https://hooks.clinic.example/attune"],
    description="HTTPS, a public host.",
)


class NewWebhookForm(Form):
    """A system to tell."""

    url: Annotated[str, _Address]
    kinds: _Kinds


class WebhookForm(Form):
    """What it is told, and whether it is told anything now."""

    kinds: _Kinds
    on: bool = Field(description="If not, what happens is held until it is on again.")


class WebhookAnswer(BaseModel):
    """A system that is told of events."""

    id: str = Field(examples=["wh_q8Zr5nLc2vKe"])
    url: str = Field(examples=["https://hooks.clinic.example/attune"])
    kinds: list[EventKind] = Field(examples=[["session.ended"]])
    state: WebhookState
    off_why: OffWhy | None = Field(description="Why it is off: `silent` or `gone`.")
    failing_since: datetime | None = Field(description="Since when no attempt has succeeded.")
    former_until: datetime | None = Field(description="Until then the former secret signs, too.")
    failed: int = Field(description="Deliveries that came to nothing; they can be sent again.")
    held: int = Field(description="Deliveries that go out once it is on again.")
    made_at: datetime
    version: int


class NewWebhookAnswer(WebhookAnswer):
    """A webhook with its new secret, to be shown this once."""

    secret: str = Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="])


class WebhooksAnswer(BaseModel):
    """The clinic's webhooks."""

    items: list[WebhookAnswer]


class DeliveryAnswer(BaseModel):
    """The telling of one event to one webhook."""

    id: str = Field(examples=["wd_k2Xf7mQa9sTb"])
    event: str = Field(examples=["we_w4Hj1pRc6uNd"], description="The receiver knows it by this id.")
    kind: EventKind
    at: datetime = Field(description="When it happened.")
    state: DeliveryState
    attempts: int
    due_at: datetime | None = Field(description="When it is tried the next time.")
    answer: str | None = Field(
        examples=["refused"],
        description="What became of the last attempt: "
        "`taken`, `gone`, `refused`, `slow`, `away` or `forbidden`.",
    )
    status: int | None = Field(examples=[503], description="The HTTP status of the last attempt.")
    done_at: datetime | None


class AgainAnswer(BaseModel):
    """How much is sent again."""

    count: int


def build_webhook_router(*, allow_loopback: bool) -> APIRouter:
    """Build the routes.

    Args:
        allow_loopback: Whether a webhook may be on this machine, for the demo and tests.
    """
    router = APIRouter(prefix="/webhooks", tags=["Webhooks"])

    @router.get("", name="list_webhooks")
    async def get_webhooks(caller: Signed) -> WebhooksAnswer:
        """The clinic's webhooks."""
        return WebhooksAnswer(items=[_answer(one) for one in await access_webhooks(caller)])

    @router.post("", name="add_webhook", status_code=HTTPStatus.CREATED, responses=refused(409))
    async def post_webhook(
        caller: SignedInPerson, response: Response, form: NewWebhookForm
    ) -> NewWebhookAnswer:
        """Let a system be told. It takes no ``Idempotency-Key``: answers are kept with it, and secrets are not."""
        made, secret = await add_webhook(
            caller, form.url.strip(), frozenset(form.kinds), allow_loopback=allow_loopback
        )
        return _with_secret(response, made, secret)

    router.add_api_route("/{webhook}", put_webhook, methods=["PUT"], name="change_webhook")
    router.add_api_route(
        "/{webhook}", delete_webhook, methods=["DELETE"], name="remove_webhook", status_code=204
    )
    router.add_api_route("/{webhook}/secret", post_secret, methods=["POST"], name="renew_webhook_secret")
    router.add_api_route("/{webhook}/test", post_test, methods=["POST"], name="test_webhook", status_code=204)
    router.add_api_route("/{webhook}/again", post_again, methods=["POST"], name="send_failed_again")
    router.add_api_route("/{webhook}/deliveries", get_deliveries, methods=["GET"], name="list_deliveries")
    router.add_api_route(
        "/deliveries/{delivery}/again", post_delivery_again, methods=["POST"], name="send_delivery_again"
    )
    return router


async def put_webhook(
    caller: SignedInPerson, response: Response, webhook: PathId, version: Version, form: WebhookForm
) -> WebhookAnswer:
    """Choose what it is told, and whether it is told anything now. Its address does not change: add another."""
    changed = await change_webhook(caller, webhook, version, frozenset(form.kinds), on=form.on)
    tag_version(response, changed.webhook.version)
    return _answer(changed)


async def delete_webhook(caller: SignedInPerson, webhook: PathId, version: Version) -> None:
    """Tell it nothing more, and forget what it was told."""
    await remove_webhook(caller, webhook, version)


async def post_secret(
    caller: SignedInPerson, response: Response, webhook: PathId, version: Version
) -> NewWebhookAnswer:
    """Make a new secret. The former one signs, too, for a day."""
    changed, secret = await renew_secret(caller, webhook, version)
    return _with_secret(response, changed, secret)


async def post_test(caller: SignedInPerson, webhook: PathId) -> None:
    """Send it a test."""
    await send_test(caller, webhook)


async def post_again(caller: SignedInPerson, webhook: PathId) -> AgainAnswer:
    """Send everything again that came to nothing."""
    return AgainAnswer(count=await send_failed_again(caller, webhook))


async def get_deliveries(
    caller: Signed, webhook: PathId, cursor: Cursor = None, limit: Limit = 50
) -> Page[DeliveryAnswer]:
    """What it was told in the last 30 days, the newest first; not whom it was about."""
    before = None
    if cursor is not None:
        made_at, last = read_cursor(cursor, str, str)
        before = read_moment(str(made_at)), str(last)
    found = await access_deliveries(caller, webhook, before, limit + 1)
    page = found[:limit]
    following = write_cursor(page[-1].made_at.isoformat(), page[-1].id) if len(found) > limit else None
    return Page(items=[_delivery(one) for one in page], next=following)


async def post_delivery_again(caller: SignedInPerson, delivery: PathId) -> DeliveryAnswer:
    """Send one thing again, also one that arrived."""
    return _delivery(await send_delivery_again(caller, delivery))


def _with_secret(response: Response, shown: ShownWebhook, secret: str) -> NewWebhookAnswer:
    tag_version(response, shown.webhook.version)
    response.headers["cache-control"] = "no-store"
    return NewWebhookAnswer(**_answer(shown).model_dump(), secret=secret)


def _answer(shown: ShownWebhook) -> WebhookAnswer:
    webhook = shown.webhook
    return WebhookAnswer(
        id=webhook.id,
        url=webhook.url,
        kinds=[kind for kind in CHOSEN if kind in webhook.kinds],
        state=webhook.state,
        off_why=webhook.off_why,
        failing_since=webhook.failing_since,
        former_until=webhook.former_until,
        failed=shown.failed,
        held=shown.held,
        made_at=webhook.made_at,
        version=webhook.version,
    )


def _delivery(stored: StoredDelivery) -> DeliveryAnswer:
    return DeliveryAnswer(
        id=stored.id,
        event=stored.event,
        kind=stored.kind,
        at=stored.at,
        state=stored.state,
        attempts=stored.attempts,
        due_at=stored.due_at,
        answer=stored.answer,
        status=stored.status,
        done_at=stored.done_at,
    )
