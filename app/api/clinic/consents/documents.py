"""A clinic's documents and their versions."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Literal

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.consents import documents
from app.access.consents.documents import DocumentView
from app.api.clinic.common.calls import Signed
from app.api.clinic.common.fields import Day
from app.api.clinic.common.forms import Form
from app.api.clinic.common.pages import Page
from app.api.clinic.common.versions import Version, tag_version
from app.api.clinic.consents.answers import BlockAnswer, VersionIdText, block_answers
from app.api.clinic.consents.rooms import tell_rooms
from app.api.clinic.people.answers import NameAnswer, name_answer
from app.api.services import Provided
from clinic.common.ids import PersonId
from clinic.consents.documents import DocumentKind, key_from
from clinic.consents.reading_level import grade_of
from clinic.consents.texts import LONGEST_TEXT, LONGEST_TITLE, DocumentText, blocks_of
from clinic.consents.versions import DocumentVersion, VersionState, state_of

__all__ = ["router"]

router = APIRouter(prefix="/documents", tags=["Agreements"])

_Body = Annotated[
    str, Field(max_length=LONGEST_TEXT, examples=["## What stays here\nPlease keep names private."])
]
_Title = Annotated[str, Field(max_length=LONGEST_TITLE, examples=["Keeping this space private"])]
_Name = Annotated[str, Field(examples=["telehealth-CA"])]
DocumentName = Annotated[
    str,
    Path(
        pattern=r"^[a-z0-9]{1,20}(-[A-Z]{2})?$",
        description="A kind; that of telehealth also with a state: `telehealth-CA`.",
    ),
]


class DocumentTextForm(Form):
    """A text in one language: a part of Markdown with headings `## …`, paragraphs, and lists `- …`."""

    title: _Title
    text: _Body


class DocumentTextsForm(Form):
    """The text in every language."""

    en: DocumentTextForm
    es: DocumentTextForm


class DraftForm(Form):
    """The next version of a document."""

    texts: DocumentTextsForm
    effective_on: Day = Field(
        description="The day from which it holds, once it is reviewed; not one that is over."
    )


class WrittenTextAnswer(BaseModel):
    """A text as it was written, and as it is read."""

    language: Literal["en", "es"]
    title: _Title
    text: _Body
    blocks: list[BlockAnswer]
    grade: float = Field(description="The grade of school that it reads like, an estimate.")


class DocumentVersionAnswer(BaseModel):
    """A version. Those of the release were reviewed by nobody; a clinic's own by a second person."""

    id: VersionIdText
    number: int
    state: VersionState
    shipped: bool = Field(description="It came with the release.")
    texts: list[WrittenTextAnswer]
    effective_on: date
    writer: NameAnswer | None
    written_at: datetime | None
    reviewer: NameAnswer | None
    reviewed_at: datetime | None


class DocumentItem(BaseModel):
    """A document in the list."""

    document: _Name
    kind: DocumentKind
    state: str = Field(description="The state whose text it is; empty for that of all.", examples=["CA"])
    title: str = Field(description="In English.", examples=["Keeping this space private"])
    number: int | None = Field(description="Of the version that holds.")
    shipped: bool = Field(description="The text of the release holds: no one here has reviewed it.")
    effective_on: date | None
    draft: VersionState | None = Field(description="How far the next version is.")


class DocumentAnswer(DocumentItem):
    """A document with all its versions."""

    current: DocumentVersionAnswer | None
    next: DocumentVersionAnswer | None = Field(
        description="The version that is written or waits for its day."
    )
    history: list[DocumentVersionAnswer] = Field(description="What held before, the newest first.")
    version: int = Field(description="Of the next version, for `If-Match`; 0 if there is none.")


@router.get("")
async def list_documents(caller: Signed) -> Page[DocumentItem]:
    """All documents, in the order in which clients are asked."""
    async with caller.read() as unit:
        found = await documents.list_documents(unit, caller.principal)
        return Page(items=[_item(each, unit.now) for each in found], next=None)


@router.get("/{document}")
async def read_document(caller: Signed, document: DocumentName, response: Response) -> DocumentAnswer:
    """One document with all its versions."""
    async with caller.read() as unit:
        found = await documents.read_document(unit, caller.principal, key_from(document))
        return _tagged(found, unit.now, response)


@router.put("/{document}/draft")
async def put_draft(
    caller: Signed, document: DocumentName, form: DraftForm, version: Version, response: Response
) -> DocumentAnswer:
    """Write the next version; `If-Match: "0"` begins one. What was reviewed has to be reviewed again."""
    texts = {
        "en": DocumentText(form.texts.en.title, form.texts.en.text),
        "es": DocumentText(form.texts.es.title, form.texts.es.text),
    }
    async with caller.write() as unit:
        found = await documents.put_draft(
            unit, caller.principal, key_from(document), version, texts, form.effective_on
        )
        return _tagged(found, unit.now, response)


@router.post("/{document}/draft/review")
async def review_draft(
    caller: Signed, services: Provided, document: DocumentName, version: Version, response: Response
) -> DocumentAnswer:
    """Say that one has read the next version, written by somebody else: it holds from its day on."""
    async with caller.write() as unit:
        found = await documents.review_draft(unit, caller.principal, key_from(document), version)
        answer = _tagged(found, unit.now, response)
    await tell_rooms(caller, services, None)
    return answer


@router.delete("/{document}/draft", status_code=HTTPStatus.NO_CONTENT)
async def discard_draft(caller: Signed, document: DocumentName, version: Version) -> None:
    """Give up the next version."""
    async with caller.write() as unit:
        await documents.discard_draft(unit, caller.principal, key_from(document), version)


def _tagged(found: DocumentView, now: datetime, response: Response) -> DocumentAnswer:
    tag_version(response, found.draft_version)
    return DocumentAnswer(
        **_item(found, now).model_dump(),
        current=_version(found.current, found, now) if found.current else None,
        next=_version(found.draft, found, now) if found.draft else None,
        history=[_version(each, found, now) for each in found.history],
        version=found.draft_version,
    )


def _item(found: DocumentView, now: datetime) -> DocumentItem:
    shown = found.current or found.draft
    return DocumentItem(
        document=str(found.key),
        kind=found.key.kind,
        state=found.key.state,
        title=shown.text("en").title if shown else "",
        number=found.current.number if found.current else None,
        shipped=found.current is not None and found.current.is_shipped,
        effective_on=found.current.effective_on if found.current else None,
        draft=state_of(found.draft, now) if found.draft else None,
    )


def _version(version: DocumentVersion, found: DocumentView, now: datetime) -> DocumentVersionAnswer:
    def named(person: PersonId | None) -> NameAnswer | None:
        known = found.names.get(person) if person else None
        return name_answer(known) if known else None

    return DocumentVersionAnswer(
        id=version.id,
        number=version.number,
        state=state_of(version, now),
        shipped=version.is_shipped,
        texts=[_text(language, text) for language, text in version.texts.items()],
        effective_on=version.effective_on,
        writer=named(version.writer),
        written_at=version.written_at,
        reviewer=named(version.reviewer),
        reviewed_at=version.reviewed_at,
    )


def _text(language: str, text: DocumentText) -> WrittenTextAnswer:
    return WrittenTextAnswer.model_validate(
        {
            "language": language,
            "title": text.title,
            "text": text.body,
            "blocks": [each.model_dump() for each in block_answers(blocks_of(text.body))],
            "grade": grade_of(text.body, language),
        }
    )
