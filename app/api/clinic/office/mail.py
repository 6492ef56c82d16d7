"""Mail as staff see it: what waits, what was sent, what could not be delivered; and the demo's own mailbox."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from app.access.mail.letters import MailList, access_demo_mails, access_mails, send_again
from app.api.clinic.common.calls import Signed, SignedInPerson
from app.api.clinic.common.fields import Token
from app.api.clinic.common.pages import Cursor, Limit, Page, read_cursor, write_cursor
from app.api.problems import Problem
from app.api.services import Provided
from app.persistence.repositories.mail.records import ListedMail

__all__ = ["build_mail_router"]

MailKey = Annotated[Token, Path(max_length=40, description="The mail's id.", examples=["ml_5Jx0aZ4k9TqB"])]


class MailPersonAnswer(BaseModel):
    """Whom a mail is for."""

    id: str
    name: str


class MailAnswer(BaseModel):
    """A mail without what it says."""

    id: str
    person: MailPersonAnswer
    kind: str = Field(description="What it is for.", examples=["reminder"])
    appointment: str | None
    state: str = Field(description="`queued`, `sending`, `waiting`, `sent` or `dead`.", examples=["waiting"])
    attempts: int
    reason: str | None = Field(
        description="Why the last attempt failed: a stable word.", examples=["no_such_address"]
    )
    status: str | None = Field(
        description="The mail server's code for it (RFC 3463, RFC 5321).", examples=["4.2.1"]
    )
    made_at: datetime
    due_at: datetime | None = Field(description="When it is sent or tried again.")
    done_at: datetime | None


class DemoMailAnswer(BaseModel):
    """A mail of the demo, with all it says."""

    id: str
    person: str = Field(description="The id of whom it is for.")
    address: str
    kind: str
    sent_at: datetime | None
    subject: str
    text: str
    calendar: str | None = Field(description="The calendar file that goes with it (RFC 5545).")


class DemoMailsAnswer(BaseModel):
    """The newest mails of the demo."""

    items: list[DemoMailAnswer]


def build_mail_router(*, demo: bool) -> APIRouter:
    """Return the routes; only the demo shows what mails say."""
    router = APIRouter(tags=["Mail"])
    router.add_api_route("/mail", list_mails, methods=["GET"])
    router.add_api_route("/mail/{mail}/again", send_mail_again, methods=["POST"], status_code=204)
    if demo:
        router.add_api_route("/mail/demo", list_demo_mails, methods=["GET"])
    return router


async def list_mails(
    caller: Signed,
    state: Annotated[MailList, Query(description="Which mails.")] = MailList.DEAD,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[MailAnswer]:
    """List mails: those that wait by their time, others the latest first. What they say is never shown."""
    found = await access_mails(caller, state, _read_place(cursor), limit + 1)
    page = found[:limit]
    return Page(
        items=[_answer(mail) for mail in page],
        next=_write_place(page[-1]) if len(found) > limit else None,
    )


async def send_mail_again(mail: MailKey, caller: Signed, services: Provided) -> None:
    """Send a mail again that could not be delivered, to the address that its person has now."""
    await send_again(caller, mail, services.notices.wake)


async def list_demo_mails(caller: SignedInPerson, services: Provided) -> DemoMailsAnswer:
    """List the newest mails of the demo, which are kept instead of sent, with all they say."""
    return DemoMailsAnswer(
        items=[
            DemoMailAnswer(
                id=stored.id,
                person=stored.person,
                address=whole.recipient,
                kind=stored.kind,
                sent_at=stored.done_at,
                subject=whole.content.subject,
                text=whole.content.text,
                calendar=whole.content.calendar.data.decode() if whole.content.calendar else None,
            )
            for stored, whole in await access_demo_mails(caller, services.mail_writer)
        ]
    )


def _answer(mail: ListedMail) -> MailAnswer:
    return MailAnswer(
        id=mail.id,
        person=MailPersonAnswer(id=mail.person, name=mail.name),
        kind=mail.kind,
        appointment=mail.appointment,
        state=mail.state,
        attempts=mail.attempts,
        reason=mail.reason,
        status=mail.status,
        made_at=mail.made_at,
        due_at=mail.due_at,
        done_at=mail.done_at,
    )


def _write_place(mail: ListedMail) -> str:
    at = mail.due_at or mail.done_at
    assert at is not None, "a mail is due or has come to an end"
    return write_cursor(at.isoformat(), mail.id)


def _read_place(cursor: str | None) -> tuple[datetime, str] | None:
    if cursor is None:
        return None
    at, mail = (str(part) for part in read_cursor(cursor, str, str))
    try:
        time = datetime.fromisoformat(at)
    except ValueError:
        raise Problem(HTTPStatus.BAD_REQUEST, "page.cursor") from None
    if time.tzinfo is None:
        raise Problem(HTTPStatus.BAD_REQUEST, "page.cursor")
    return time, mail
