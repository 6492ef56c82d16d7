"""What requests about signing in carry and are answered with."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from app.access.callers import Caller
from app.access.identity.own.me import Me, access_me
from app.access.safety.alerts import watches
from app.api.clinic.common.forms import Form
from app.api.services import Services
from app.persistence.repositories.identity.sign_ins import StoredSignIn
from clinic.identity.access import Action, PrincipalKind
from clinic.identity.roles import StaffRole

__all__ = [
    "ClinicAnswer",
    "Code",
    "Email",
    "Label",
    "MeAnswer",
    "Password",
    "OwnPersonAnswer",
    "Pin",
    "Secret",
    "SignInAnswer",
    "WebAuthnAnswer",
    "WebAuthnForm",
    "WebAuthnOptions",
    "answer_me",
    "answer_sign_in",
]


Email = Annotated[str, Field(min_length=3, max_length=254, examples=["dana@clinic.example"])]
Password = Annotated[str, Field(min_length=1, max_length=200, examples=["four words nobody guesses"])]
Pin = Annotated[str, Field(min_length=1, max_length=64, examples=["738 104"])]
Code = Annotated[str, Field(min_length=1, max_length=64, examples=["492 039"])]
Secret = Annotated[
    str, Field(min_length=1, max_length=64, examples=["3q2-7wAAd5Yk1uCJ8n0sQbXo2mPv9rTzLh4eFgWiK6s"])
]
Label = Annotated[
    str,
    Field(min_length=1, max_length=60, pattern=r"\S", examples=["My laptop"]),
]
PersonIdText = Annotated[str, Field(min_length=1, max_length=40, examples=["pt_x7Kq2mPv9rTz"])]


class WebAuthnForm(Form):
    """The browser's answer to a challenge: ``PublicKeyCredential.toJSON()``."""

    credential: dict[str, Any] = Field(
        max_length=20, examples=[{"id": "…", "rawId": "…", "type": "public-key"}]
    )


class WebAuthnOptions(BaseModel):
    """For ``PublicKeyCredential.parseRequestOptionsFromJSON`` or ``parseCreationOptionsFromJSON``."""

    options: dict[str, Any]


class WebAuthnAnswer(BaseModel):
    """A passkey, as its owner sees it in a list."""

    id: str
    label: str
    made_at: datetime
    used_at: datetime | None


class OwnPersonAnswer(BaseModel):
    """Who is signed in."""

    id: str
    name: str
    kind: PrincipalKind
    languages: list[str]
    time_zone: str | None


class ClinicAnswer(BaseModel):
    """Their clinic."""

    id: str
    name: str
    time_zone: str


class MeAnswer(BaseModel):
    """Who is signed in, what they may do, and until when."""

    person: OwnPersonAnswer
    clinic: ClinicAnswer
    roles: list[StaffRole]
    can: list[Action] = Field(description="What they may do; some of it needs a fresh proof.")
    missing: list[Literal["totp", "recovery_codes"]] = Field(description="What they still have to set up.")
    proved_until: datetime = Field(description="Until then no fresh proof is asked for.")
    proof_provider: str | None = Field(
        description="The identity provider through which they may prove who they are; null without one.",
        examples=["id.clinic.example"],
    )
    idle_at: datetime = Field(description="When the sign-in ends by itself.")
    warn_at: datetime
    on_call: bool = Field(description="Whether they may be paged: then the page of those on call is theirs.")
    mode: Literal["demo", "production"]


class SignInAnswer(BaseModel):
    """A sign-in in a list."""

    id: str
    device: str
    method: str
    started_at: datetime
    seen_at: datetime
    here: bool = Field(description="Whether it is the one that asks.")


async def answer_me(services: Services, caller: Caller) -> MeAnswer:
    """Return who the caller is, as the browser is told."""
    me = await access_me(services.identity, caller)
    return MeAnswer(
        person=_person(me),
        clinic=ClinicAnswer(id=me.clinic.id, name=me.clinic.name, time_zone=me.clinic.time_zone),
        roles=sorted(me.principal.roles),
        can=list(me.can),
        missing=list(me.missing),
        proved_until=me.proved_until,
        proof_provider=me.proof_provider,
        idle_at=me.deadline.ends_at,
        warn_at=me.deadline.warn_at,
        on_call=await watches(caller),
        mode="production" if services.identity.demo_clinic is None else "demo",
    )


def answer_sign_in(one: StoredSignIn, caller: Caller) -> SignInAnswer:
    """Return a sign-in as a list shows it."""
    return SignInAnswer(
        id=one.sign_in.id,
        device=one.device,
        method=one.method,
        started_at=one.sign_in.started_at,
        seen_at=one.sign_in.seen_at,
        here=one.sign_in.id == caller.principal.sign_in,
    )


def _person(me: Me) -> OwnPersonAnswer:
    return OwnPersonAnswer(
        id=me.account.person,
        name=me.account.name,
        kind=me.account.kind,
        languages=list(me.account.languages),
        time_zone=me.account.time_zone,
    )
