"""``/sign-in``: every way in but a clinic's identity provider; and out."""

from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from app.access.callers import find_caller
from app.access.identity.own.me import sign_out
from app.access.identity.starting import Started
from app.access.identity.ways.demo import access_demo_people, access_practice_room, sign_in_to_demo
from app.access.identity.ways.passkeys import passkey_options, sign_in_by_passkey
from app.access.identity.ways.passwords import (
    complete_by_recovery_code,
    complete_by_totp,
    sign_in_by_password,
    sign_in_by_recovery_code,
)
from app.access.identity.ways.pins import PinDoor, sign_in_by_pin
from app.access.identity.ways.providers import has_provider
from app.api.clinic.common.errors import refused
from app.api.clinic.common.fields import Token
from app.api.clinic.common.forms import Form
from app.api.clinic.identity.answers import (
    Code,
    Email,
    MeAnswer,
    Password,
    PersonIdText,
    Pin,
    Secret,
    WebAuthnForm,
    WebAuthnOptions,
    answer_me,
)
from app.api.clinic.identity.cookies import clear_sign_in
from app.api.clinic.identity.visitors import Strange, Stranger
from app.auth.invitations import MAX_INVITATION
from clinic.common.errors import Refused
from clinic.common.ids import ClinicId, PersonId
from clinic.identity.access import PrincipalKind
from clinic.identity.roles import StaffRole

__all__ = ["router"]

router = APIRouter(tags=["Signing in"])


class ClinicSignIn(BaseModel):
    """How one clinic's staff may sign in besides."""

    oidc: bool


class DoorAnswer(BaseModel):
    """What the first page needs to know."""

    mode: Literal["demo", "production"]
    clinic_sign_in: ClinicSignIn
    signed_in: bool
    passkeys: bool = Field(description="Whether passkeys work at this address.")


class DemoPersonAnswer(BaseModel):
    """Somebody one can be in the demo."""

    id: str
    name: str
    kind: PrincipalKind
    roles: list[StaffRole]
    hint: str | None = Field(description="The group they are in.")


class DemoPeopleAnswer(BaseModel):
    """Everybody one can be in the demo."""

    items: list[DemoPersonAnswer]
    practice: str | None = Field(
        description="The facilitator's link of the room with simulated people; null if it is not open.",
        examples=["https://meet.example.org/join#WyJzZV8"],
    )


class DemoForm(Form):
    """Who to be."""

    person: PersonIdText


class PasswordForm(Form):
    """The first of two proofs."""

    email: Email
    password: Password


class NextAnswer(BaseModel):
    """A second proof has to follow."""

    next: Literal["totp"] = "totp"


class TotpForm(Form):
    """The second proof."""

    code: Code


class RecoveryForm(Form):
    """The second proof of somebody without their phone; with the address the only one, for who has no password."""

    code: Code
    email: Email | None = None


class PinForm(Form):
    """A client's proof. A link says who they are, or a device they have used before does."""

    person: PersonIdText
    pin: Pin
    session: str | None = Field(None, max_length=MAX_INVITATION, description="The invitation of a seat.")
    link: Secret | None = Field(None, description="The secret of a one-time link into a session.")


@router.get("/door")
async def look_at_door(
    stranger: Strange, clinic: Annotated[Token | None, Query(max_length=40)] = None
) -> DoorAnswer:
    """Tell how one can sign in here, and whether one is."""
    services = stranger.services
    oidc = clinic is not None and await has_provider(services.identity, ClinicId(clinic), stranger.now)
    return DoorAnswer(
        mode="production" if services.identity.demo_clinic is None else "demo",
        clinic_sign_in=ClinicSignIn(oidc=oidc),
        signed_in=await _is_signed_in(stranger),
        passkeys=services.identity.passkeys is not None,
    )


@router.get("/sign-in/demo", responses=refused(404))
async def list_demo_people(stranger: Strange) -> DemoPeopleAnswer:
    """List who one can be. In the demo only."""
    people = await access_demo_people(stranger.services.identity, stranger.now)
    practice = await access_practice_room(stranger.services.identity, stranger.now)
    return DemoPeopleAnswer(
        items=[
            DemoPersonAnswer(id=one.id, name=one.name, kind=one.kind, roles=list(one.roles), hint=one.group)
            for one in people
        ],
        practice=practice,
    )


@router.post("/sign-in/demo", name="sign_in_to_demo", responses=refused(404))
async def be_somebody(form: DemoForm, stranger: Strange) -> MeAnswer:
    """Sign in as somebody invented. In the demo only."""
    return await _signed_in(
        stranger,
        await sign_in_to_demo(
            stranger.services.identity, PersonId(form.person), stranger.visitor, stranger.now
        ),
    )


@router.post("/sign-in/passkey/options", name="begin_passkey_sign_in")
async def ask_for_passkey(stranger: Strange) -> WebAuthnOptions:
    """Begin to sign in with a passkey."""
    return WebAuthnOptions(
        options=await passkey_options(stranger.services.identity, stranger.browser, stranger.now)
    )


@router.post("/sign-in/passkey")
async def sign_in_with_passkey(form: WebAuthnForm, stranger: Strange) -> MeAnswer:
    """Sign in with a passkey."""
    return await _signed_in(
        stranger,
        await sign_in_by_passkey(stranger.services.identity, form.credential, stranger.visitor, stranger.now),
    )


@router.post("/sign-in/password")
async def sign_in_with_password(form: PasswordForm, stranger: Strange) -> NextAnswer:
    """Give the first of two proofs."""
    started = await sign_in_by_password(
        stranger.services.identity, form.email, form.password, stranger.visitor, stranger.now
    )
    stranger.take(started)
    return NextAnswer()


@router.post("/sign-in/totp", responses=refused(401))
async def complete_with_totp(form: TotpForm, stranger: Strange) -> MeAnswer:
    """Give the second proof."""
    return await _signed_in(
        stranger,
        await complete_by_totp(
            stranger.services.identity, stranger.secret, form.code, stranger.visitor, stranger.now
        ),
    )


@router.post("/sign-in/recovery", responses=refused(401))
async def complete_with_recovery_code(form: RecoveryForm, stranger: Strange) -> MeAnswer:
    """Give a recovery code instead of the second proof, or instead of the only passkey."""
    identity, visitor, now = stranger.services.identity, stranger.visitor, stranger.now
    if form.email is None:
        started = await complete_by_recovery_code(identity, stranger.secret, form.code, visitor, now)
    else:
        started = await sign_in_by_recovery_code(identity, form.email, form.code, visitor, now)
    return await _signed_in(stranger, started)


@router.post("/sign-in/pin", responses=refused(404, 410))
async def sign_in_with_pin(form: PinForm, stranger: Strange) -> MeAnswer:
    """Sign in as a client."""
    return await _signed_in(
        stranger,
        await sign_in_by_pin(
            stranger.services.identity,
            PinDoor(form.session, form.link),
            PersonId(form.person),
            form.pin,
            stranger.visitor,
            stranger.now,
        ),
    )


@router.delete("/sign-in", name="sign_out", status_code=HTTPStatus.NO_CONTENT)
async def leave(stranger: Strange) -> None:
    """Sign out."""
    await sign_out(stranger.services.identity, stranger.secret, stranger.now)
    clear_sign_in(stranger.response, stranger.services.cookie)


async def _signed_in(stranger: Stranger, started: Started) -> MeAnswer:
    return await answer_me(stranger.services, stranger.take(started))


async def _is_signed_in(stranger: Stranger) -> bool:
    services = stranger.services
    try:
        await find_caller(
            services.clinics,
            stranger.secret,
            stranger.now,
            in_live_room=services.identity.in_live_room,
            active=False,
        )
    except Refused:
        return False
    return True
