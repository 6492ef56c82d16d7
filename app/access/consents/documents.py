"""A clinic's documents: reading them, writing the next version, and reviewing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from app.access.clinic_day import today
from app.access.consents.versions import shipped
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import Named
from app.persistence.repositories.safety.documents import StoredVersion
from app.runtime.ids import new_version_id
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.consents import versions as rules
from clinic.consents.documents import DocumentKey, DocumentKind
from clinic.consents.texts import DocumentText, tidy_text
from clinic.consents.versions import DocumentVersion, VersionEvent, current, pending
from clinic.identity.access import Action, Principal, check

__all__ = [
    "DocumentView",
    "discard_draft",
    "list_documents",
    "put_draft",
    "read_document",
    "review_draft",
]

_NEW: Final = 0
"""The version to name for a draft that there is not yet."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document of a clinic.

    Attributes:
        current: The version that holds now; None for a state's own text before its first.
        draft: The one that waits, if any.
        draft_version: Of its row, 0 without a draft.
        history: What held before, the newest first.
        names: Of who wrote and reviewed.
    """

    key: DocumentKey
    current: DocumentVersion | None
    draft: DocumentVersion | None
    draft_version: int
    history: tuple[DocumentVersion, ...]
    names: Mapping[PersonId, Named]


async def list_documents(unit: ClinicUnit, principal: Principal) -> list[DocumentView]:
    """Return all documents in order; states with a text of their own beside the text of all.

    Raises:
        Refused: ``access.denied``.
    """
    check(principal, Action.POLICIES_READ, unit.now)
    own = await unit.documents.all()
    keys = {DocumentKey(kind) for kind in DocumentKind} | {each.document.key for each in own}
    order = list(DocumentKind)
    ranked = sorted(keys, key=lambda key: (order.index(key.kind), key.state))
    return [await _view(unit, key, own) for key in ranked]


async def read_document(unit: ClinicUnit, principal: Principal, key: DocumentKey) -> DocumentView:
    """Return one document with all its versions. Raises Refused: ``access.denied``."""
    check(principal, Action.POLICIES_READ, unit.now)
    return await _view(unit, key, await unit.documents.all())


async def put_draft(
    unit: ClinicUnit,
    principal: Principal,
    key: DocumentKey,
    version: int,
    texts: Mapping[str, DocumentText],
    effective_on: date,
) -> DocumentView:
    """Write the version that waits, or a new one; what was reviewed has to be reviewed again.

    Raises:
        Refused: ``access.denied`` or ``version.other``.
        Invalid: ``consent.past_day``, and what is wrong with the texts.
    """
    check(principal, Action.POLICIES_WRITE, unit.now)
    rules.check_day(effective_on, today(unit))
    own = await unit.documents.all()
    stored = _pending(own, key, unit.now)
    _check_version(stored, version)
    draft = stored.document if stored else _new_draft(key, own, effective_on)
    tidied = {language: tidy_text(text) for language, text in texts.items()}
    written = rules.write(draft, tidied, effective_on, principal.person, unit.now)
    if stored is None:
        await unit.documents.add(written)
    else:
        await _change(unit, StoredVersion(written, stored.version))
    unit.note("document.write", written.id, number=written.number)
    return await _view(unit, key, await unit.documents.all())


async def review_draft(
    unit: ClinicUnit, principal: Principal, key: DocumentKey, version: int
) -> DocumentView:
    """Say that one has read the version that waits, and that it may hold from its day on.

    Raises:
        Refused: ``access.denied``, ``document.no_draft``, ``version.other``, ``consent.own_review``,
            ``consent.reviewed``.
        Invalid: ``consent.past_day``: its day is over meanwhile.
    """
    check(principal, Action.POLICIES_WRITE, unit.now)
    stored = await _waiting(unit, key, version)
    rules.check_day(stored.document.effective_on, today(unit))
    starts = datetime.combine(stored.document.effective_on, time(), unit.zone)
    reviewed = rules.review(stored.document, principal.person, starts, unit.now)
    await _change(unit, StoredVersion(reviewed, stored.version))
    unit.note("document.review", reviewed.id, number=reviewed.number)
    return await _view(unit, key, await unit.documents.all())


async def discard_draft(unit: ClinicUnit, principal: Principal, key: DocumentKey, version: int) -> None:
    """Give up the version that waits. Raises Refused: ``access.denied``, ``document.no_draft``, ``version.other``."""
    check(principal, Action.POLICIES_WRITE, unit.now)
    stored = await _waiting(unit, key, version)
    rules.move(stored.document, VersionEvent.DISCARD, unit.now)
    await unit.documents.remove(stored.document.id)
    unit.note("document.discard", stored.document.id, number=stored.document.number)


async def _waiting(unit: ClinicUnit, key: DocumentKey, version: int) -> StoredVersion:
    stored = _pending(await unit.documents.all(), key, unit.now)
    if stored is None:
        raise Refused("document.no_draft")
    _check_version(stored, version)
    return stored


def _check_version(stored: StoredVersion | None, version: int) -> None:
    if version != (stored.version if stored else _NEW):
        raise Refused("version.other")


async def _change(unit: ClinicUnit, stored: StoredVersion) -> None:
    if not await unit.documents.change(stored):
        raise Refused("version.other")


def _new_draft(key: DocumentKey, own: Sequence[StoredVersion], effective_on: date) -> DocumentVersion:
    known = [each.number for each in shipped() if each.key == key]
    known += [each.document.number for each in own if each.document.key == key]
    return DocumentVersion(new_version_id(), key, max(known, default=0) + 1, {}, effective_on)


def _pending(own: Sequence[StoredVersion], key: DocumentKey, now: datetime) -> StoredVersion | None:
    found = pending((each.document for each in own), key, now)
    return next((each for each in own if found is not None and each.document.id == found.id), None)


async def _view(unit: ClinicUnit, key: DocumentKey, own: Sequence[StoredVersion]) -> DocumentView:
    every = [each for each in (*shipped(), *(one.document for one in own)) if each.key == key]
    draft = _pending(own, key, unit.now)
    holding = current(every, key, unit.now)
    waiting = {draft.document.id} if draft else set()
    before = [each for each in every if each.id not in waiting and (holding is None or each.id != holding.id)]
    people = {each for one in every for each in (one.writer, one.reviewer) if each is not None}
    return DocumentView(
        key,
        holding,
        draft.document if draft else None,
        draft.version if draft else _NEW,
        tuple(sorted(before, key=lambda each: each.effective_at or unit.now, reverse=True)),
        await unit.people.names(people) if people else {},
    )
