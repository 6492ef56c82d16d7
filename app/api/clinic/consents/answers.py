"""How documents and signatures are answered."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field

from app.access.consents.due import DueDocument, ReadableText
from app.access.consents.overview import Overview, SignedDocument
from app.api.clinic.people.answers import NameAnswer, name_answer
from clinic.care_team.reading import Category
from clinic.common.ids import AppointmentId, PersonId, RecipientId
from clinic.consents.documents import DocumentKind
from clinic.consents.due import Needs
from clinic.consents.grants import OPENABLE, GrantState, Method
from clinic.consents.texts import Block, BlockKind, blocks_of

__all__ = [
    "AgreementsAnswer",
    "BlockAnswer",
    "CopyAnswer",
    "DueAnswer",
    "GrantAnswer",
    "GrantId",
    "OfferAnswer",
    "TextAnswer",
    "VersionIdText",
    "agreements_answer",
    "block_answers",
    "copy_answer",
    "grant_answer",
]

GrantId = Annotated[str, Field(examples=["gr_w2Ht7mXc5vLa"])]
VersionIdText = Annotated[str, Field(examples=["dv_agreement-1"])]
_Language = Annotated[str, Field(examples=["en"])]
_Title = Annotated[str, Field(examples=["Keeping this space private"])]


class BlockAnswer(BaseModel):
    """A part of a text: a heading or paragraph of one line, or a list of some."""

    kind: BlockKind
    lines: list[Annotated[str, Field(examples=["What others share stays private."])]]


class TextAnswer(BaseModel):
    """A text as it is read."""

    language: _Language
    title: _Title
    blocks: list[BlockAnswer]


class DueAnswer(BaseModel):
    """A document that is to be signed or acknowledged."""

    kind: DocumentKind
    version: VersionIdText
    number: int
    needs: Needs
    required: bool = Field(description="Sessions that ask for it cannot be entered before.")
    private: bool = Field(description="To be shown only where nobody else can see the screen.")
    text: TextAnswer = Field(description="In the client's language.")
    others: list[TextAnswer] = Field(description="The same in the other languages.")
    about: str | None = Field(
        None, description="The session to come that asks for it first.", examples=["ss_T8wHn2s5uYkL"]
    )


class OfferAnswer(DueAnswer):
    """A document by which a client may let one person read more."""

    categories: list[Category] = Field(description="What it can open.")


class GrantAnswer(BaseModel):
    """A signature. What ended stays in the list."""

    id: GrantId
    kind: DocumentKind
    version: VersionIdText
    number: int
    title: _Title
    language: _Language = Field(description="In which it was read.")
    place: str = Field(
        description="The state for which it was given; empty where that does not matter.", examples=["CA"]
    )
    signed_at: datetime
    method: Method
    state: GrantState
    current: bool = Field(description="It is under the version that holds now.")
    heard_by: NameAnswer | None = Field(description="Who heard it, if it was said.")
    recipient: NameAnswer | None = Field(description="Whom it lets read; none for the programme as a whole.")
    purpose: str | None = Field(examples=["To plan care together."])
    categories: list[Category]
    expires_at: datetime | None
    withdrawn_at: datetime | None


class CopyAnswer(GrantAnswer):
    """A signature with what was signed."""

    blocks: list[BlockAnswer]
    fingerprint: str = Field(
        description="SHA-256 of the title, an empty line and the text.",
        examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    )


class AgreementsAnswer(BaseModel):
    """Everything about one client's documents."""

    due: list[DueAnswer]
    signed: list[GrantAnswer] = Field(description="The newest first.")
    offered: list[OfferAnswer] = Field(description="For the client alone.")
    team: list[NameAnswer] = Field(description="Whom the client may name in these.")
    organisations: list[NameAnswer] = Field(
        description="Outside the clinic; those that a consent under Part 2 may name, and no other."
    )


def agreements_answer(found: Overview) -> AgreementsAnswer:
    """Return the answer of an overview."""
    return AgreementsAnswer(
        due=[_due(each.document, each.about) for each in found.due],
        signed=[grant_answer(each) for each in found.signed],
        offered=[
            OfferAnswer(**_due(each, None).model_dump(), categories=sorted(OPENABLE[each.kind]))
            for each in found.offered
        ],
        team=[name_answer(each) for each in found.team],
        organisations=[NameAnswer(id=each.id, name=each.name) for each in found.organisations],
    )


def grant_answer(found: SignedDocument) -> GrantAnswer:
    """Return the answer of a signature."""
    grant, terms = found.grant, found.grant.terms
    return GrantAnswer(
        id=grant.id,
        kind=grant.key.kind,
        version=grant.version,
        number=grant.number,
        title=found.text.title,
        language=grant.language,
        place=grant.key.state,
        signed_at=grant.signed_at,
        method=grant.method,
        state=found.state,
        current=found.is_current,
        heard_by=_named(found, grant.heard_by),
        recipient=_named(found, terms.recipient if terms else None),
        purpose=terms.purpose if terms else None,
        categories=sorted(terms.categories) if terms else [],
        expires_at=terms.expires_at if terms else None,
        withdrawn_at=grant.withdrawn_at,
    )


def copy_answer(found: SignedDocument) -> CopyAnswer:
    """Return the answer of a signature, with its text."""
    return CopyAnswer(
        **grant_answer(found).model_dump(),
        blocks=block_answers(blocks_of(found.text.body)),
        fingerprint=found.grant.fingerprint,
    )


def block_answers(blocks: Iterable[Block]) -> list[BlockAnswer]:
    """Return the parts of a text."""
    return [BlockAnswer(kind=each.kind, lines=list(each.lines)) for each in blocks]


def _due(document: DueDocument, about: AppointmentId | None) -> DueAnswer:
    return DueAnswer(
        kind=document.kind,
        version=document.version,
        number=document.number,
        needs=document.needs,
        required=document.is_required,
        private=document.is_private,
        text=_text(document.text),
        others=[_text(each) for each in document.others],
        about=about,
    )


def _text(text: ReadableText) -> TextAnswer:
    return TextAnswer(language=text.language, title=text.title, blocks=block_answers(text.blocks))


def _named(found: SignedDocument, one: PersonId | RecipientId | None) -> NameAnswer | None:
    name = found.names.get(one) if one is not None else None
    return NameAnswer(id=one, name=name) if one is not None and name is not None else None
