"""``/people/{person}/crisis-card``: what staff need to send help, and the record of each disclosure."""

from datetime import datetime
from http import HTTPStatus

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.safety.crisis_card import (
    LONGEST_ACCOMMODATIONS,
    LONGEST_NUMBER,
    LONGEST_PHRASE,
    CrisisCard,
    change_agreed,
    note_disclosure,
    open_card,
    read_agreed,
)
from app.api.clinic.common.calls import SignedInPerson
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import PathId
from app.api.clinic.common.versions import Version, tag_version
from app.persistence.repositories.safety.clients import ClientSafety, Disclosure
from clinic.common.ids import PersonId
from clinic.safety.crisis_card import CRISIS_LINE, POISON_CONTROL, CardRight, Nature, Recipient

__all__ = ["build_crisis_card_router"]


class OpenForm(Form):
    """The nature of the emergency, which is documented."""

    nature: Nature = Field(examples=["help_signal"])


class DisclosureForm(Form):
    """To whom something was disclosed."""

    nature: Nature = Field(examples=["help_signal"])
    recipient: Recipient = Field(examples=["emergency_services"])


class DisclosureAnswer(BaseModel):
    """A disclosure in an emergency (42 CFR 2.51)."""

    id: str = Field(examples=["dc_s8Df2gHj6kLz"])
    by: str = Field(examples=["pt_b4Vh6yTg2uEo"])
    at: datetime
    nature: Nature
    recipient: Recipient


class CardPlaceAnswer(BaseModel):
    """Where the person is, as far as is known."""

    line_1: str
    line_2: str
    city: str
    state: str
    postal_code: str
    country: str = Field(examples=["US"])
    phone: str = Field(description="On which they can be called there; empty if they gave none.")
    said_at: datetime | None = Field(description="None: it is the address of record, they may be elsewhere.")


class CardContactAnswer(BaseModel):
    """Whom to call for the person."""

    name: str
    phone: str
    relation: str
    permission: bool = Field(description="The person has agreed that staff call them.")
    is_partner: bool = Field(description="It seems to be the partner: calling may put the person in danger.")
    not_cleared: bool = Field(
        description="The couple is not cleared for sessions together; false for whoever may not read that."
    )


class CrisisCardAnswer(BaseModel):
    """A crisis card."""

    person: str
    name: str
    legal_name: str
    phone: str
    place: CardPlaceAnswer
    contact: CardContactAnswer | None
    licensed: bool | None = Field(description="Whether you may treat where they are; None: not known.")
    emergency_number: str = Field(
        examples=["+15185550123"],
        description="Of the emergency line there: your own 911 reaches the place where you are.",
    )
    crisis_line: str = Field(examples=[CRISIS_LINE])
    poison_control: str = Field(examples=[POISON_CONTROL])
    phrase: str = Field(
        examples=["Is the window open?"], description="What they agreed to say when they cannot speak freely."
    )
    note: str = Field(examples=["Front desk: 202-555-0100."], description="The clinic’s own lines.")
    right: CardRight
    opened_at: datetime
    disclosed: list[DisclosureAnswer]


class AgreedBody(Form):
    """What is agreed with a client; empty takes it away."""

    emergency_number: str = Field("", max_length=LONGEST_NUMBER, examples=["+15185550123"])
    phrase: str = Field("", max_length=LONGEST_PHRASE, examples=["Is the window open?"])
    accommodations: str = Field(
        "", max_length=LONGEST_ACCOMMODATIONS, examples=["Captions; camera off agreed."]
    )


class AgreedAnswer(BaseModel):
    """What is agreed with a client."""

    emergency_number: str = Field(examples=["+15185550123"])
    phrase: str = Field(examples=["Is the window open?"])
    accommodations: str = Field(
        examples=["Captions; camera off agreed."],
        description="What helps them take part. Those who lead a session see it in the waiting list’s details.",
    )
    version: int = Field(description="0 if nothing was agreed yet.")


def build_crisis_card_router() -> APIRouter:
    """Build the routes."""
    router = APIRouter(prefix="/people", tags=["Safety"])

    @router.post("/{person}/crisis-card", name="open_crisis_card")
    async def open_crisis_card(
        caller: SignedInPerson, person: PathId, form: OpenForm, response: Response
    ) -> CrisisCardAnswer:
        """Open a client’s crisis card. It is documented as a disclosure in an emergency.

        Those may who lead a session that the person is in now, who have answered their alert, and who break the glass.
        """
        async with caller.write() as unit:
            card = await open_card(unit, caller.principal, PersonId(person), form.nature)
        response.headers["cache-control"] = "no-store"
        return _card(card)

    @router.post("/{person}/disclosures", name="note_disclosure", status_code=HTTPStatus.CREATED)
    async def post_disclosure(
        caller: SignedInPerson, person: PathId, form: DisclosureForm
    ) -> DisclosureAnswer:
        """Document to whom you disclosed something of the card. The same may open it."""
        async with caller.write() as unit:
            made = await note_disclosure(
                unit, caller.principal, PersonId(person), form.nature, form.recipient
            )
        return _disclosure(made)

    @router.get("/{person}/safety", name="read_agreed")
    async def get_agreed(caller: SignedInPerson, person: PathId, response: Response) -> AgreedAnswer:
        """What is agreed with a client: their local emergency number, a phrase, and what helps them take part."""
        async with caller.read() as unit:
            return _agreed(response, await read_agreed(unit, caller.principal, PersonId(person)))

    @router.put("/{person}/safety", name="put_agreed")
    async def put_agreed(
        caller: SignedInPerson, person: PathId, body: AgreedBody, version: Version, response: Response
    ) -> AgreedAnswer:
        """Change it."""
        async with caller.write() as unit:
            typed = ClientSafety(body.emergency_number, body.phrase, version, body.accommodations)
            agreed = await change_agreed(unit, caller.principal, PersonId(person), typed)
        return _agreed(response, agreed)

    return router


def _agreed(response: Response, agreed: ClientSafety) -> AgreedAnswer:
    tag_version(response, agreed.version)
    return AgreedAnswer(
        emergency_number=agreed.emergency_number,
        phrase=agreed.phrase,
        accommodations=agreed.accommodations,
        version=agreed.version,
    )


def _disclosure(made: Disclosure) -> DisclosureAnswer:
    return DisclosureAnswer(
        id=made.id,
        by=made.by,
        at=made.at,
        nature=Nature(made.nature),
        recipient=Recipient(made.recipient),
    )


def _card(card: CrisisCard) -> CrisisCardAnswer:
    fields, place, contact = card.person.fields, card.place.address, card.contact
    return CrisisCardAnswer(
        person=card.person.id,
        name=fields.display_name,
        legal_name=fields.legal_name,
        phone=fields.phone,
        place=CardPlaceAnswer(
            line_1=place.line_1,
            line_2=place.line_2,
            city=place.city,
            state=place.state,
            postal_code=place.postal_code,
            country=place.country,
            phone=card.place.phone,
            said_at=card.place.said_at,
        ),
        contact=CardContactAnswer(
            name=contact.name,
            phone=contact.phone,
            relation=contact.relation,
            permission=contact.permission,
            is_partner=card.contact_is_partner,
            not_cleared=card.not_cleared,
        )
        if contact.name
        else None,
        licensed=card.is_licensed,
        emergency_number=card.agreed.emergency_number,
        crisis_line=CRISIS_LINE,
        poison_control=POISON_CONTROL,
        phrase=card.agreed.phrase,
        note=card.note,
        right=card.right,
        opened_at=card.opened_at,
        disclosed=[_disclosure(made) for made in card.disclosed],
    )
