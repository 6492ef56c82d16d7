"""``/me/passkeys``, ``/me/password``, ``/me/totp``, ``/me/recovery-codes``, ``/me/pin``: what one signs in with."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from app.access.identity.own.credentials import (
    confirm_totp,
    new_recovery_codes,
    new_totp,
    set_own_password,
)
from app.access.identity.ways.passkeys import (
    access_passkeys,
    add_passkey,
    new_passkey_options,
    passkey_id,
    remove_passkey,
)
from app.access.identity.ways.pins import set_own_pin
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.fields import Text
from app.api.clinic.common.forms import Form
from app.api.clinic.common.pages import Page
from app.api.clinic.identity.answers import (
    Code,
    Label,
    Password,
    Pin,
    WebAuthnAnswer,
    WebAuthnForm,
    WebAuthnOptions,
)
from app.api.services import Provided
from app.persistence.repositories.identity.credentials import Passkey

__all__ = ["router"]

router = APIRouter(prefix="/me", tags=["Me"])


class NewPasskeyForm(WebAuthnForm):
    """A new passkey and what to call it."""

    label: Label


class NewPasswordForm(Form):
    """The password to have from now on."""

    password: Password


class TotpAnswer(BaseModel):
    """For an authenticator app; counts once it is confirmed."""

    uri: str = Field(description="To be shown as a QR code.")
    secret: str = Field(description="To be typed where no camera is at hand; Base32.")


class ConfirmForm(Form):
    """The code that the new authenticator shows."""

    code: Code


class RecoveryCodesAnswer(BaseModel):
    """To be shown this once."""

    codes: list[str]


class NewPinForm(Form):
    """The PIN to have from now on."""

    pin: Pin


@router.get("/passkeys")
async def list_passkeys(caller: SignedInPerson) -> Page[WebAuthnAnswer]:
    """List one's passkeys."""
    found = await access_passkeys(caller)
    return Page[WebAuthnAnswer](items=[_answer(one) for one in found], next=None)


@router.post("/passkeys/options", name="begin_passkey")
async def ask_for_new_passkey(caller: SignedInPerson, services: Provided) -> WebAuthnOptions:
    """Begin to make one more passkey."""
    return WebAuthnOptions(options=await new_passkey_options(services.identity, caller))


@router.post("/passkeys", name="add_passkey", status_code=HTTPStatus.CREATED)
async def add(form: NewPasskeyForm, caller: SignedInPerson, services: Provided) -> WebAuthnAnswer:
    """Add a passkey. The challenge in it makes it safe to repeat: a second one is refused."""
    return _answer(await add_passkey(services.identity, caller, form.credential, form.label))


@router.delete("/passkeys/{passkey}", name="remove_passkey", status_code=HTTPStatus.NO_CONTENT)
async def remove(caller: SignedInPerson, passkey: Annotated[Text, Path(max_length=1400)]) -> None:
    """Remove a passkey."""
    await remove_passkey(caller, passkey)


@router.put("/password", status_code=HTTPStatus.NO_CONTENT)
async def set_password(form: NewPasswordForm, caller: SignedInPerson, services: Provided) -> None:
    """Set a password; one's other sign-ins end."""
    await set_own_password(services.identity, caller, form.password)


@router.post("/totp")
async def begin_totp(caller: SignedInPerson, services: Provided) -> TotpAnswer:
    """Begin to set up an authenticator app."""
    uri, secret = await new_totp(services.identity, caller)
    return TotpAnswer(uri=uri, secret=secret)


@router.post("/totp/confirm", name="confirm_totp", status_code=HTTPStatus.NO_CONTENT)
async def finish_totp(form: ConfirmForm, caller: SignedInPerson, services: Provided) -> None:
    """Let the new authenticator app count; the one before counts no more."""
    await confirm_totp(services.identity, caller, form.code)


@router.post("/recovery-codes")
async def make_recovery_codes(caller: SignedInPerson) -> RecoveryCodesAnswer:
    """Make new recovery codes; earlier ones count no more."""
    return RecoveryCodesAnswer(codes=list(await new_recovery_codes(caller)))


@router.put("/pin", status_code=HTTPStatus.NO_CONTENT)
async def set_pin(form: NewPinForm, caller: SignedInPerson, services: Provided) -> None:
    """Set a PIN. Clients only."""
    await set_own_pin(services.identity, caller, form.pin)


def _answer(passkey: Passkey) -> WebAuthnAnswer:
    return WebAuthnAnswer(
        id=passkey_id(passkey), label=passkey.label, made_at=passkey.made_at, used_at=passkey.used_at
    )
