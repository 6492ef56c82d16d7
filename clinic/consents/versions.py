"""Versions of a document: written, reviewed by a second person, in force from a date, and then unchangeable. Pure.

A version that is in force is never changed; another one follows it. The release brings a text for each kind, which holds
until a clinic has a version of its own in force.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NewType

from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import PersonId
from clinic.consents.documents import DocumentKey
from clinic.consents.texts import DocumentText, check_texts

__all__ = [
    "MOVES",
    "DocumentVersion",
    "VersionEvent",
    "VersionId",
    "VersionState",
    "check_day",
    "current",
    "move",
    "pending",
    "review",
    "state_of",
    "write",
]

VersionId = NewType("VersionId", str)
"""``dv_…``: one version of a document; those of the release are named by kind and number."""


class VersionState(StrEnum):
    """Where a version is on its way."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    """A second person has read it, and it waits for its day."""
    IN_FORCE = "in_force"
    """Or it was once: a newer one may have taken its place."""


class VersionEvent(StrEnum):
    """What may be done with a version."""

    WRITE = "write"
    REVIEW = "review"
    DISCARD = "discard"
    SIGN = "sign"


MOVES: Final[Mapping[tuple[VersionState, VersionEvent], VersionState | None]] = MappingProxyType(
    {
        (VersionState.DRAFT, VersionEvent.WRITE): VersionState.DRAFT,
        (VersionState.DRAFT, VersionEvent.REVIEW): VersionState.REVIEWED,
        (VersionState.DRAFT, VersionEvent.DISCARD): None,
        (VersionState.REVIEWED, VersionEvent.WRITE): VersionState.DRAFT,
        (VersionState.REVIEWED, VersionEvent.DISCARD): None,
        (VersionState.IN_FORCE, VersionEvent.SIGN): VersionState.IN_FORCE,
    }
)
"""Every move there is; None is the end. The clock alone brings a reviewed version into force."""


@dataclass(frozen=True, slots=True)
class DocumentVersion:
    """A text in every language with its number.

    Attributes:
        effective_on: The local day of the clinic from which it is to hold.
        writer: None for the release's.
        effective_at: From when it holds, once it is reviewed; aware UTC.
        is_shipped: It came with the release.
    """

    id: VersionId
    key: DocumentKey
    number: int
    texts: Mapping[str, DocumentText]
    effective_on: date
    writer: PersonId | None = None
    written_at: datetime | None = None
    reviewer: PersonId | None = None
    reviewed_at: datetime | None = None
    effective_at: datetime | None = None
    is_shipped: bool = False

    def text(self, language: str) -> DocumentText:
        """Return the text in this language, or in English if there is none."""
        return self.texts.get(language) or self.texts["en"]


def state_of(version: DocumentVersion, now: datetime) -> VersionState:
    """Return where a version is now."""
    if version.effective_at is not None and version.effective_at <= now:
        return VersionState.IN_FORCE
    return VersionState.DRAFT if version.reviewed_at is None else VersionState.REVIEWED


def move(version: DocumentVersion, event: VersionEvent, now: datetime) -> VersionState | None:
    """Return where this leads.

    Raises:
        Refused: ``consent.in_force`` for a version that holds; ``consent.not_reviewed`` for signing another;
            ``consent.reviewed`` for reviewing again.
    """
    state = state_of(version, now)
    if (state, event) in MOVES:
        return MOVES[state, event]
    if state is VersionState.IN_FORCE:
        raise Refused("consent.in_force")
    raise Refused("consent.not_reviewed" if event is VersionEvent.SIGN else "consent.reviewed")


def write(
    version: DocumentVersion,
    texts: Mapping[str, DocumentText],
    effective_on: date,
    writer: PersonId,
    now: datetime,
) -> DocumentVersion:
    """Return the version with these texts, which has to be reviewed (again).

    Raises:
        Refused: as ``move``.
        Invalid: what is wrong with the texts.
    """
    move(version, VersionEvent.WRITE, now)
    if problems := check_texts(texts):
        raise Invalid(problems)
    return replace(
        version,
        texts=dict(texts),
        effective_on=effective_on,
        writer=writer,
        written_at=now,
        reviewer=None,
        reviewed_at=None,
        effective_at=None,
    )


def review(version: DocumentVersion, reviewer: PersonId, starts: datetime, now: datetime) -> DocumentVersion:
    """Return the version, reviewed: it holds from its day on, today's from now on.

    Args:
        starts: When its day begins in the clinic.

    Raises:
        Refused: as ``move``; ``consent.own_review``: the reviewer wrote it.
    """
    move(version, VersionEvent.REVIEW, now)
    if reviewer == version.writer:
        raise Refused("consent.own_review")
    return replace(version, reviewer=reviewer, reviewed_at=now, effective_at=max(starts, now))


def check_day(effective_on: date, today: date) -> None:
    """Refuse a day that is over. Raises Invalid: ``consent.past_day``."""
    if effective_on < today:
        raise Invalid([FieldError("effective_on", "consent.past_day")])


def pending(versions: Iterable[DocumentVersion], key: DocumentKey, now: datetime) -> DocumentVersion | None:
    """Return the one version of a document that is not in force yet, or None."""
    found = (each for each in versions if each.key == key)
    return next((each for each in found if state_of(each, now) is not VersionState.IN_FORCE), None)


def current(versions: Iterable[DocumentVersion], key: DocumentKey, now: datetime) -> DocumentVersion | None:
    """Return the version that holds now for a document.

    A clinic's own goes before the release's, and a state's own before that of all states.
    """
    holding = [
        each
        for each in versions
        if each.key.kind is key.kind
        and each.key.state in ("", key.state)
        and state_of(each, now) is VersionState.IN_FORCE
    ]
    return max(holding, key=_rank, default=None)


def _rank(version: DocumentVersion) -> tuple[bool, bool, datetime, int]:
    assert version.effective_at is not None, "it is in force"
    return (bool(version.key.state), not version.is_shipped, version.effective_at, version.number)
