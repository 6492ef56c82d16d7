"""``/me/proof``: fresh proofs, which dangerous acts ask for."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel

from app.access.identity.own.proofs import (
    proof_passkey_options,
    prove_by_passkey,
    prove_by_password,
    prove_by_pin,
    prove_by_totp,
)
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.errors import refused
from app.api.clinic.common.forms import Form
from app.api.clinic.identity.answers import Code, Password, Pin, WebAuthnForm, WebAuthnOptions
from app.api.services import Provided

__all__ = ["router"]

router = APIRouter(prefix="/me/proof", tags=["Me"], responses=refused(429))


class ProofAnswer(BaseModel):
    """A fresh proof."""

    proved_until: datetime


class PasswordProofForm(Form):
    """One's password."""

    password: Password


class TotpProofForm(Form):
    """The code that one's authenticator shows."""

    code: Code


class PinProofForm(Form):
    """One's PIN."""

    pin: Pin


@router.post("/passkey/options", name="begin_passkey_proof")
async def ask_for_passkey(caller: SignedInPerson, services: Provided) -> WebAuthnOptions:
    """Begin to prove a passkey."""
    return WebAuthnOptions(options=await proof_passkey_options(services.identity, caller))


@router.post("/passkey", name="prove_by_passkey")
async def prove_passkey(form: WebAuthnForm, caller: SignedInPerson, services: Provided) -> ProofAnswer:
    """Prove a passkey."""
    return ProofAnswer(proved_until=await prove_by_passkey(services.identity, caller, form.credential))


@router.post("/password", name="prove_by_password")
async def prove_password(form: PasswordProofForm, caller: SignedInPerson, services: Provided) -> ProofAnswer:
    """Prove the password."""
    return ProofAnswer(proved_until=await prove_by_password(services.identity, caller, form.password))


@router.post("/totp", name="prove_by_totp")
async def prove_totp(form: TotpProofForm, caller: SignedInPerson, services: Provided) -> ProofAnswer:
    """Prove the authenticator."""
    return ProofAnswer(proved_until=await prove_by_totp(services.identity, caller, form.code))


@router.post("/pin", name="prove_by_pin")
async def prove_pin(form: PinProofForm, caller: SignedInPerson, services: Provided) -> ProofAnswer:
    """Prove the PIN."""
    return ProofAnswer(proved_until=await prove_by_pin(services.identity, caller, form.pin))
