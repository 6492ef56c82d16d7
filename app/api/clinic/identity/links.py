"""``/links`` and ``/recover``: one-time links, for a first sign-in and for who cannot sign in any more."""

from http import HTTPStatus
from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.access.identity.links import (
    link_passkey_options,
    look_at_link,
    use_link_for_passkey,
    use_link_for_password,
    use_link_for_pin,
)
from app.access.identity.starting import Started
from app.access.schedule.interpreters import find_external_seat, name_on_link
from app.api.clinic.common.errors import refused
from app.api.clinic.common.forms import Form
from app.api.clinic.identity.answers import (
    Code,
    Email,
    MeAnswer,
    Password,
    Pin,
    Secret,
    WebAuthnForm,
    WebAuthnOptions,
    answer_me,
)
from app.api.clinic.identity.visitors import Strange, Stranger
from app.api.clinic.schedule.entry import EntryAnswer, entry_answer
from app.api.problems import Problem
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.links import LinkPurpose
from rooms.model.ids import PersonId as RoomPersonId

__all__ = ["router"]

router = APIRouter(tags=["Links"])
_USED = refused(403, 404, 410)
"""A link that leads nowhere, or needs one more proof."""


class GreetingAnswer(BaseModel):
    """A name to greet somebody by."""

    name: str


class LinkOwner(GreetingAnswer):
    """Whose link it is."""

    id: PersonId | None = Field(
        default=None, description="Given by a session's link alone: who proves themselves by PIN."
    )


class LinkForm(Form):
    """A link: what stands behind the #."""

    secret: Secret


class LinkAnswer(BaseModel):
    """What a link is for."""

    purpose: LinkPurpose
    person: LinkOwner
    clinic: GreetingAnswer
    needs: list[Literal["passkey", "password", "pin"]] = Field(
        description="What one can set up; one is enough. By a session's link: the PIN that one has, or nothing "
        "for an interpreter from outside (`POST /links/enter`)."
    )
    asks_code: bool = Field(description="Whether a one-time or recovery code has to come along.")


class LinkPasskeyForm(WebAuthnForm):
    """A link and the passkey to have from now on."""

    secret: Secret
    code: Code | None = None


class LinkPasswordForm(LinkForm):
    """A link and the password to have from now on."""

    password: Password
    code: Code | None = None


class LinkPinForm(LinkForm):
    """A link and the PIN to have from now on."""

    pin: Pin


class RecoverForm(Form):
    """Who cannot sign in any more."""

    email: Email


@router.post("/links/look", name="look_at_link", responses=_USED)
async def look(form: LinkForm, stranger: Strange) -> LinkAnswer:
    """Tell what a link is for; it is not used up."""
    try:
        found = await look_at_link(stranger.services.identity, form.secret, stranger.now)
    except Refused as refused:
        if refused.code != "link.invalid":
            raise
        return await _look_for_external(form, stranger)
    return LinkAnswer(
        purpose=found.purpose,
        person=LinkOwner(id=found.person, name=found.name),
        clinic=GreetingAnswer(name=found.clinic),
        needs=list(found.needs),
        asks_code=found.asks_code,
    )


@router.post("/links/enter", name="enter_by_link", responses=_USED)
async def enter(form: LinkForm, stranger: Strange) -> EntryAnswer:
    """The way to the seat of an interpreter from outside, from the opening on. It signs nobody in."""
    services = stranger.services
    seat = await find_external_seat(services.identity.store, form.secret, stranger.now)
    if not await services.proofs.prove(seat.link.session, seat.link.seat, RoomPersonId(seat.person)):
        raise Problem(HTTPStatus.GONE, "link.ended")
    return entry_answer(services, seat.link)


@router.post("/links/use/passkey/options", name="begin_link_passkey", responses=_USED)
async def ask_for_new_passkey(form: LinkForm, stranger: Strange) -> WebAuthnOptions:
    """Begin to make a passkey; the link is not used up."""
    return WebAuthnOptions(
        options=await link_passkey_options(stranger.services.identity, form.secret, stranger.now)
    )


@router.post("/links/use/passkey", name="use_link_for_passkey", responses=_USED)
async def use_for_passkey(form: LinkPasskeyForm, stranger: Strange) -> MeAnswer:
    """Use up a link for a passkey, and be signed in."""
    return await _signed_in(
        stranger,
        await use_link_for_passkey(
            stranger.services.identity,
            form.secret,
            form.credential,
            form.code,
            stranger.visitor,
            stranger.now,
        ),
    )


@router.post("/links/use/password", name="use_link_for_password", responses=_USED)
async def use_for_password(form: LinkPasswordForm, stranger: Strange) -> MeAnswer:
    """Use up a link for a password, and be signed in."""
    return await _signed_in(
        stranger,
        await use_link_for_password(
            stranger.services.identity,
            form.secret,
            form.password,
            form.code,
            stranger.visitor,
            stranger.now,
        ),
    )


@router.post("/links/use/pin", name="use_link_for_pin", responses=_USED)
async def use_for_pin(form: LinkPinForm, stranger: Strange) -> MeAnswer:
    """Use up a link for a PIN, and be signed in."""
    return await _signed_in(
        stranger,
        await use_link_for_pin(
            stranger.services.identity, form.secret, form.pin, stranger.visitor, stranger.now
        ),
    )


@router.post("/recover", name="ask_for_recovery_link", status_code=HTTPStatus.ACCEPTED)
async def recover(form: RecoverForm, stranger: Strange) -> None:
    """Ask for a link by mail. The answer is the same for every address."""
    stranger.services.recoveries.ask(form.email)


async def _look_for_external(form: LinkForm, stranger: Stranger) -> LinkAnswer:
    person, name, clinic = await name_on_link(stranger.services.identity.store, form.secret, stranger.now)
    return LinkAnswer(
        purpose=LinkPurpose.SESSION,
        person=LinkOwner(id=person, name=name),
        clinic=GreetingAnswer(name=clinic),
        needs=[],
        asks_code=False,
    )


async def _signed_in(stranger: Stranger, started: Started) -> MeAnswer:
    return await answer_me(stranger.services, stranger.take(started))
