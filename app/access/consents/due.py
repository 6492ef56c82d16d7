"""Which documents somebody has still to sign or acknowledge before a session, ready to be read."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from app.access.consents.facts import session_facts
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import PersonRecord
from clinic.common.ids import AppointmentId, PersonId
from clinic.consents.documents import LANGUAGES, RULES, DocumentKind
from clinic.consents.due import DueItem, Needs, due
from clinic.consents.texts import Block, blocks_of
from clinic.consents.versions import DocumentVersion, VersionId

__all__ = ["DueDocument", "ReadableText", "due_document", "due_items", "language_of", "readable"]


@dataclass(frozen=True, slots=True)
class ReadableText:
    """A version's text in one language, in parts that are shown as they are."""

    language: str
    title: str
    body: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class DueDocument:
    """A document that is due.

    Attributes:
        version: The id to sign by.
        needs: Whether it has to be signed, or only confirmed.
        is_required: The session cannot be entered before; who refuses an observer comes in all the same.
        is_private: To be shown and asked only on a screen that this person alone looks at (F9).
        others: The same text in the other languages, for who would rather read it there.
    """

    kind: DocumentKind
    version: VersionId
    number: int
    needs: Needs
    is_required: bool
    is_private: bool
    text: ReadableText
    others: tuple[ReadableText, ...] = ()

    @property
    def title(self) -> str:
        """The title in the person's language."""
        return self.text.title


async def due_items(
    unit: ClinicUnit,
    appointment: AppointmentId,
    states: Mapping[PersonId, str],
    versions: Collection[DocumentVersion],
) -> dict[PersonId, tuple[DueItem, ...]]:
    """Return what each of a session's clients has still to do before it, in order.

    The number of queries is the same however many they are. Whoever is no client in the session is not in the answer,
    and nobody is if there is no such session.

    Args:
        states: By person, the state where they are today, such as ``CA``; empty if it is not known or abroad.
    """
    facts = await session_facts(unit, appointment, states)
    if not facts:
        return {}
    grants = await unit.grants.of(facts.keys())
    acknowledged = await unit.grants.acknowledged_at(appointment)
    return {
        person: due(person, each, grants, acknowledged, versions, unit.now) for person, each in facts.items()
    }


def due_document(item: DueItem, language: str) -> DueDocument:
    """Return a document that is due, in this language first."""
    version, kind = item.version, item.version.key.kind
    others = tuple(readable(version, each) for each in sorted(version.texts) if each != language)
    return DueDocument(
        kind,
        version.id,
        version.number,
        item.needs,
        item.is_required,
        RULES[kind].is_private,
        readable(version, language),
        others,
    )


def readable(version: DocumentVersion, language: str) -> ReadableText:
    """Return a version's text as it is read."""
    text = version.text(language)
    return ReadableText(language, text.title, text.body, blocks_of(text.body))


def language_of(record: PersonRecord) -> str:
    """Return the language in which somebody reads documents: their own if there are texts in it, else English."""
    own = (record.fields.language, *record.more_languages)
    return next((each.partition("-")[0] for each in own if each.partition("-")[0] in LANGUAGES), "en")
