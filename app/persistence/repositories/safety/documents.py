"""The versions of documents that one clinic wrote."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer

from app.persistence.models.safety.consents import DocumentVersionRow
from clinic.common.ids import ClinicId, PersonId
from clinic.consents.documents import DocumentKey, DocumentKind
from clinic.consents.texts import DocumentText
from clinic.consents.versions import DocumentVersion, VersionId

__all__ = ["DocumentRepository", "StoredVersion"]


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version of a document, and how often its row was changed."""

    document: DocumentVersion
    version: int = 1


class DocumentRepository:
    """A clinic's own versions, in the order of their numbers."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def all(self) -> list[StoredVersion]:
        """Return every version of every document."""
        query = (
            select(DocumentVersionRow)
            .where(DocumentVersionRow.clinic_id == self._clinic)
            .order_by(DocumentVersionRow.kind, DocumentVersionRow.state, DocumentVersionRow.number)
        )
        return [_stored(row) for row in await self._session.scalars(query)]

    async def outlines(self) -> list[DocumentVersion]:
        """Return every version without its texts, for what has to know only which one holds."""
        query = (
            select(DocumentVersionRow)
            .where(DocumentVersionRow.clinic_id == self._clinic)
            .options(defer(DocumentVersionRow.texts))
        )
        return [_document(row, {}) for row in await self._session.scalars(query)]

    async def add(self, document: DocumentVersion) -> None:
        """Store a new version."""
        self._session.add(
            DocumentVersionRow(
                id=document.id,
                clinic_id=self._clinic,
                kind=document.key.kind.value,
                state=document.key.state,
                number=document.number,
                **_values(document),
            )
        )
        await self._session.flush()

    async def change(self, stored: StoredVersion) -> bool:
        """Store a version as it is now, if its row still has this version; return whether it had."""
        changed = await self._session.execute(
            update(DocumentVersionRow)
            .where(
                DocumentVersionRow.clinic_id == self._clinic,
                DocumentVersionRow.id == stored.document.id,
                DocumentVersionRow.version == stored.version,
            )
            .values(**_values(stored.document), version=stored.version + 1)
            .returning(DocumentVersionRow.id)
        )
        return changed.first() is not None

    async def remove(self, version: VersionId) -> None:
        """Remove a version that never held."""
        await self._session.execute(
            delete(DocumentVersionRow).where(
                DocumentVersionRow.clinic_id == self._clinic, DocumentVersionRow.id == version
            )
        )


def _values(document: DocumentVersion) -> dict[str, Any]:
    return {
        "texts": {
            language: {"title": text.title, "body": text.body} for language, text in document.texts.items()
        },
        "effective_on": document.effective_on,
        "writer_id": document.writer,
        "written_at": document.written_at,
        "reviewer_id": document.reviewer,
        "reviewed_at": document.reviewed_at,
        "effective_at": document.effective_at,
    }


def _stored(row: DocumentVersionRow) -> StoredVersion:
    return StoredVersion(_document(row, _texts(row.texts)), row.version)


def _document(row: DocumentVersionRow, texts: Mapping[str, DocumentText]) -> DocumentVersion:
    return DocumentVersion(
        VersionId(row.id),
        DocumentKey(DocumentKind(row.kind), row.state),
        row.number,
        texts,
        row.effective_on,
        PersonId(row.writer_id),
        row.written_at,
        PersonId(row.reviewer_id) if row.reviewer_id else None,
        row.reviewed_at,
        row.effective_at,
    )


def _texts(values: Mapping[str, Any]) -> dict[str, DocumentText]:
    return {language: DocumentText(text["title"], text["body"]) for language, text in values.items()}
