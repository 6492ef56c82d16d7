"""Coverages and authorisations as forms and answers have them."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from app.access.programme.attendance.insurance.coverage import AuthorisationShown, CoverageShown, Insurance
from app.api.clinic.common.fields import WHOLE, Day, Flag
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id
from clinic.common.ids import PersonId, RecipientId
from clinic.programme.authorisations import MOST_AMOUNT, Authorisation, Balance, Unit, Warning
from clinic.programme.coverage import (
    LONGEST_NOTE,
    LONGEST_TEXT,
    MOST_MINUTES,
    Benefit,
    Billed,
    Coverage,
    Covered,
    Item,
    ReviewState,
)
from clinic.programme.payer_rules import ContradictionKind

__all__ = [
    "AuthorisationAnswer",
    "AuthorisationForm",
    "BalanceAnswer",
    "CoverageForm",
    "InsuranceAnswer",
    "asked_authorisation",
    "asked_coverage",
    "balance_answer",
    "insurance_answer",
]

_Minimum = Annotated[int, Field(ge=1, le=MOST_MINUTES), WHOLE]
_Amount = Annotated[int, Field(ge=1, le=MOST_AMOUNT), WHOLE]
_Plan = Annotated[str, Field(max_length=LONGEST_TEXT, examples=["PPO Gold"])]
_Member = Annotated[str, Field(max_length=LONGEST_TEXT, examples=["XJB-998223"])]
_Number = Annotated[str, Field(max_length=LONGEST_TEXT, examples=["AUTH-20418"])]
_CoverageId = Annotated[str, Field(examples=["cv_d3Jw8qTn5yRk"])]
_AuthorisationId = Annotated[str, Field(examples=["az_k7Gm2vLs9pXc"])]


class ItemBody(Form):
    """What the payer has said about one benefit."""

    covered: Covered
    note: str = Field("", max_length=LONGEST_NOTE, examples=["Said on the phone on May 3"])


class CoverageForm(Form):
    """What a payer covers, as the clinic has it in writing."""

    payer: Id = Field(examples=["rc_q2Zn8vTy4kLs"])
    plan: _Plan
    member: _Member = ""
    from_on: Day
    last_on: Day | None = Field(None, description="Its last day; none while none is known.")
    items: dict[Benefit, ItemBody] = Field(default_factory=dict)
    minimum_min: _Minimum | None = Field(
        None, description="Minutes that the payer asks of a programme day.", examples=[180]
    )
    counts_individual: Flag = Field(False, description="Sessions alone count towards these minutes.")
    counts_couples: Flag = Field(False, description="Couple sessions count towards these minutes.")
    review_on: Day | None = Field(None, description="When the payer reviews next whether care goes on.")


class AuthorisationForm(Form):
    """What a payer has authorised."""

    number: _Number = ""
    billed: Billed
    unit: Unit
    amount: _Amount = Field(examples=[20])
    from_on: Day
    last_on: Day


class BalanceAnswer(BaseModel):
    """What of an authorisation is used and left, counted from attendance: not the payer's own count."""

    used: int
    left: int
    days_left: int = Field(description="Until, and with, its last day; 0 once it has ended.")
    warnings: list[Warning]


class AuthorisationAnswer(BaseModel):
    """What a payer has authorised."""

    id: _AuthorisationId
    number: _Number = Field(description="Empty for those who may not change it.")
    billed: Billed
    unit: Unit
    amount: int
    from_on: date
    last_on: date
    balance: BalanceAnswer
    version: int


class ItemAnswer(BaseModel):
    """What the payer has said about one benefit."""

    benefit: Benefit
    covered: Covered
    note: str = Field(examples=["Said on the phone on May 3"])


class CoverageAnswer(BaseModel):
    """What a payer covers."""

    id: _CoverageId
    payer: str = Field(examples=["rc_q2Zn8vTy4kLs"])
    payer_name: str = Field(examples=["Acme Behavioral Health"])
    plan: _Plan
    member: _Member = Field(description="Empty for those who may not change it.")
    from_on: date
    last_on: date | None
    items: list[ItemAnswer]
    minimum_min: int | None
    counts_individual: bool
    counts_couples: bool
    review_on: date | None
    review: ReviewState | None
    authorisations: list[AuthorisationAnswer]
    version: int


class ContradictionAnswer(BaseModel):
    """Something that does not fit together; nothing of it is changed."""

    kind: ContradictionKind
    about: list[_CoverageId] = Field(description="Coverages or authorisations.")


class DayAnswer(BaseModel):
    """A programme day: what was present, and what the payer asks for. It is no verdict."""

    on: date
    present_min: int
    minimum_min: int


class InsuranceAnswer(BaseModel):
    """What pays for a client's care."""

    coverages: list[CoverageAnswer] = Field(description="The newest first.")
    contradictions: list[ContradictionAnswer]
    days: list[DayAnswer] = Field(description="Of the last two weeks, the newest first.")
    counts_all: bool = Field(description="No session is left out that the caller may not know of.")
    may_change: bool


def asked_coverage(form: CoverageForm, client: PersonId, id_: str = "", version: int = 1) -> Coverage:
    """Return the coverage that a form asks for."""
    return Coverage(
        id_,
        client,
        RecipientId(form.payer),
        form.plan,
        form.member,
        form.from_on,
        form.last_on,
        {benefit: Item(item.covered, item.note) for benefit, item in form.items.items()},
        form.minimum_min,
        form.counts_individual,
        form.counts_couples,
        form.review_on,
        version,
    )


def asked_authorisation(
    form: AuthorisationForm, coverage: str, id_: str = "", version: int = 1
) -> Authorisation:
    """Return the authorisation that a form asks for."""
    return Authorisation(
        id_, coverage, form.number, form.billed, form.unit, form.amount, form.from_on, form.last_on, version
    )


def insurance_answer(found: Insurance) -> InsuranceAnswer:
    """Return the answer about a client."""
    return InsuranceAnswer(
        coverages=[_coverage(one) for one in found.coverages],
        contradictions=[
            ContradictionAnswer(kind=one.kind, about=list(one.about)) for one in found.contradictions
        ],
        days=[
            DayAnswer(on=one.on, present_min=one.present_min, minimum_min=one.minimum_min)
            for one in found.days
        ],
        counts_all=found.counts_all,
        may_change=found.may_change,
    )


def balance_answer(found: Balance) -> BalanceAnswer:
    """Return what is used and left."""
    return BalanceAnswer(
        used=found.used, left=found.left, days_left=found.days_left, warnings=list(found.warnings)
    )


def _coverage(shown: CoverageShown) -> CoverageAnswer:
    one = shown.coverage
    return CoverageAnswer(
        id=one.id,
        payer=one.payer,
        payer_name=shown.payer,
        plan=one.plan,
        member=one.member,
        from_on=one.from_on,
        last_on=one.last_on,
        items=[
            ItemAnswer(benefit=each, covered=one.item(each).covered, note=one.item(each).note)
            for each in Benefit
        ],
        minimum_min=one.minimum_min,
        counts_individual=one.counts_individual,
        counts_couples=one.counts_couples,
        review_on=one.review_on,
        review=shown.review,
        authorisations=[_authorisation(each) for each in shown.authorisations],
        version=one.version,
    )


def _authorisation(shown: AuthorisationShown) -> AuthorisationAnswer:
    one = shown.authorisation
    return AuthorisationAnswer(
        id=one.id,
        number=one.number,
        billed=one.billed,
        unit=one.unit,
        amount=one.amount,
        from_on=one.from_on,
        last_on=one.last_on,
        balance=balance_answer(shown.balance),
        version=one.version,
    )
