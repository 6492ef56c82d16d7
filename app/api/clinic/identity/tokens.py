"""``/me/tokens``: personal tokens for integrations."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from app.access.identity.own.tokens import LONGEST_DAYS, access_tokens, make_token, withdraw_token
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.fields import WHOLE, Token
from app.api.clinic.common.forms import Form
from app.api.clinic.common.pages import Page
from app.api.clinic.identity.answers import Label
from app.persistence.repositories.identity.sign_ins import StoredToken
from clinic.common.ids import SignInId
from clinic.identity.access import TOKEN_SCOPES, Action

__all__ = ["router"]

router = APIRouter(prefix="/me/tokens", tags=["Me"])


class TokenForm(Form):
    """A new token."""

    label: Label
    scopes: list[Action] = Field(min_length=1, max_length=len(TOKEN_SCOPES), examples=[["schedule.read"]])
    days: Annotated[int, Field(ge=1, le=LONGEST_DAYS), WHOLE] = Field(90, description="How long it is valid.")


class TokenAnswer(BaseModel):
    """A token in a list."""

    id: str
    label: str
    scopes: list[Action]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None


class NewTokenAnswer(TokenAnswer):
    """A new token with its secret, to be shown this once."""

    secret: str


@router.get("")
async def list_tokens(caller: SignedInPerson) -> Page[TokenAnswer]:
    """List one's valid tokens."""
    return Page[TokenAnswer](items=[_answer(one) for one in await access_tokens(caller)], next=None)


@router.post("", name="make_token", status_code=HTTPStatus.CREATED)
async def make(form: TokenForm, caller: SignedInPerson) -> NewTokenAnswer:
    """Make a token. It takes no ``Idempotency-Key``: answers are kept with it, and secrets are not."""
    token, secret = await make_token(caller, form.label, frozenset(form.scopes), form.days)
    return NewTokenAnswer(**_answer(token).model_dump(), secret=secret)


@router.delete("/{token}", name="withdraw_token", status_code=HTTPStatus.NO_CONTENT)
async def withdraw(caller: SignedInPerson, token: Annotated[Token, Path(max_length=40)]) -> None:
    """Withdraw a token."""
    await withdraw_token(caller, SignInId(token))


def _answer(token: StoredToken) -> TokenAnswer:
    return TokenAnswer(
        id=token.id,
        label=token.label,
        scopes=sorted(token.scopes),
        made_at=token.made_at,
        expires_at=token.expires_at,
        used_at=token.used_at,
    )
