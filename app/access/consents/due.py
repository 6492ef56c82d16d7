"""Which documents somebody has still to sign or acknowledge before a session, ready to be read."""

from dataclasses import dataclass
from datetime import datetime

from app.access.consents.facts import facts_of, home_state, open_episodes, takes_part
from app.access.consents.versions import all_versions
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import PersonRecord
from clinic.consents.documents import LANGUAGES, RULES, DocumentKind
from clinic.consents.due import DueItem, Needs, due
from clinic.consents.texts import Block, blocks_of
from clinic.consents.versions import DocumentVersion, VersionId
from clinic.ids import AppointmentId, PersonId

__all__ = ["DueDocument", "ReadableText", "due_document", "due_documents", "language_of", "readable"]


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


async def due_documents(
    unit: ClinicUnit,
    person: PersonId,
    appointment: AppointmentId,
    now: datetime,
    *,
    state: str | None = None,
) -> tuple[DueDocument, ...]:
    """Return what somebody has still to do before a session, in order; nothing for who is no client in it.

    Args:
        state: The state where they are today, such as ``CA``. None takes that of their address.
    """
    found = await unit.appointments.find(appointment)
    record = await unit.people.find(person)
    if found is None or record is None or not takes_part(found, person):
        return ()
    where = home_state(record) if state is None else state
    episodes = await open_episodes(unit, person, now)
    facts = await facts_of(unit, found, episodes, where, now, at=appointment)
    items = due(
        person,
        facts,
        await unit.grants.of([person]),
        await unit.grants.acknowledged(person, appointment),
        await all_versions(unit),
        now,
    )
    unit.note("consents.due", person, appointment, due=len(items))
    return tuple(due_document(each, language_of(record)) for each in items)


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
