"""What was granted: signed by a person for one version, in a language, until it is withdrawn or ends. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeGuard

from clinic.care_team.reading import TABLE, Access, Category
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import AppointmentId, EpisodeId, PersonId, RecipientId
from clinic.consents.documents import RULES, DocumentKey, DocumentKind
from clinic.consents.texts import fingerprint
from clinic.consents.versions import DocumentVersion, VersionEvent, VersionId, current, move

__all__ = [
    "LONGEST_PURPOSE",
    "LONGEST_TERM",
    "MOVES",
    "OPENABLE",
    "Acknowledgement",
    "Grant",
    "GrantEvent",
    "GrantState",
    "Method",
    "Signing",
    "Terms",
    "acknowledge",
    "check_current",
    "check_terms",
    "counts_for",
    "is_organisation",
    "sign",
    "state_at",
    "withdraw",
]

LONGEST_PURPOSE: Final = 300
LONGEST_TERM: Final = timedelta(days=366)
"""A consent with terms ends after a year at the latest; it can be given again."""

OPENABLE: Final[Mapping[DocumentKind, frozenset[Category]]] = MappingProxyType(
    {
        kind: frozenset(category for category, row in TABLE.items() if opened.intersection(row.values()))
        for kind, opened in (
            (DocumentKind.PART2, {Access.PART2_CONSENT, Access.CONSENT}),
            (DocumentKind.RELEASE, {Access.CONSENT}),
        )
    }
)
"""Categories that a document of a kind can open: those that wait for a consent in the table of who may read what."""


class Method(StrEnum):
    """How somebody signed."""

    SCREEN = "screen"
    VERBAL = "verbal"
    """They said so, and a member of staff heard it."""


class GrantState(StrEnum):
    """Whether a grant holds."""

    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class GrantEvent(StrEnum):
    """What ends a grant."""

    WITHDRAW = "withdraw"
    EXPIRE = "expire"


MOVES: Final[Mapping[tuple[GrantState, GrantEvent], GrantState]] = MappingProxyType(
    {
        (GrantState.IN_FORCE, GrantEvent.WITHDRAW): GrantState.WITHDRAWN,
        (GrantState.IN_FORCE, GrantEvent.EXPIRE): GrantState.EXPIRED,
    }
)
"""Every move there is. What has ended stays ended: people sign anew."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What a consent to disclosure says beside its text (42 CFR 2.31).

    Attributes:
        recipient: The member of the staff whom it names, or an organisation outside the clinic (`recipients`);
            None for the programme as a whole, which opens no record to anybody who could not read it before.
        expires_at: From when it does not hold any more, aware UTC.
    """

    recipient: PersonId | RecipientId | None
    purpose: str
    categories: frozenset[Category]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Grant:
    """One signature.

    Attributes:
        key: Of the version; with the state for which it was given, where that matters.
        fingerprint: Of the text that was read.
        episode: The episode of care in which it was given, if the person was in one.
        appointment: The session before which it was given, if any.
        heard_by: Who heard it, if it was said.
        withdrawn_by: The person, or the member of staff whom they told.
    """

    id: str
    person: PersonId
    version: VersionId
    key: DocumentKey
    number: int
    language: str
    fingerprint: str
    signed_at: datetime
    method: Method = Method.SCREEN
    heard_by: PersonId | None = None
    episode: EpisodeId | None = None
    appointment: AppointmentId | None = None
    terms: Terms | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Somebody confirmed, before one session, what they had signed."""

    person: PersonId
    version: VersionId
    appointment: AppointmentId
    at: datetime


@dataclass(frozen=True, slots=True)
class Signing:
    """A signature as it is asked for: the attributes are those of `Grant`."""

    id: str
    person: PersonId
    version: VersionId
    language: str
    state: str = ""
    method: Method = Method.SCREEN
    heard_by: PersonId | None = None
    episode: EpisodeId | None = None
    appointment: AppointmentId | None = None
    terms: Terms | None = None


def is_organisation(recipient: str | None) -> TypeGuard[RecipientId]:
    """Return whether a recipient is an organisation outside the clinic, and nobody of its staff."""
    return recipient is not None and recipient.startswith("rc_")


def state_at(grant: Grant, now: datetime) -> GrantState:
    """Return whether a grant holds; from the very moment of its withdrawal or end it does not."""
    state = GrantState.IN_FORCE
    if grant.withdrawn_at is not None and grant.withdrawn_at <= now:
        state = MOVES[state, GrantEvent.WITHDRAW]
    elif grant.terms is not None and grant.terms.expires_at <= now:
        state = MOVES[state, GrantEvent.EXPIRE]
    return state


def counts_for(
    grant: Grant, version: DocumentVersion, state: str, episode: EpisodeId | None, now: datetime
) -> bool:
    """Return whether the grant is a signature under exactly this version that holds now, here and in this episode."""
    rules = RULES[version.key.kind]
    return (
        grant.version == version.id
        and grant.signed_at <= now
        and state_at(grant, now) is GrantState.IN_FORCE
        and (not rules.by_state or grant.key.state == state)
        and (not rules.in_episode or grant.episode == episode)
        # What names one person lets that person read; it is not the consent that a session asks for.
        and (grant.terms is None or grant.terms.recipient is None)
    )


def sign(
    asked: Signing, versions: Collection[DocumentVersion], grants: Iterable[Grant], now: datetime
) -> Grant:
    """Return the grant of a signature: a new one, or the one that there is already if nothing would be different.

    Args:
        versions: All of the clinic, and the release's.
        grants: All of this person.

    Raises:
        Refused: ``consent.unknown``: there is no such version. ``consent.changed``: another one has taken its place;
            ``reason`` is its id. ``consent.not_reviewed``: it does not hold yet.
        Invalid: what is wrong with language, witness or terms.
    """
    version = check_current(asked.version, asked.state, versions, now)
    kind = version.key.kind
    errors = list[FieldError]()
    if asked.language not in version.texts:
        errors.append(FieldError("language", "field.unknown"))
    if (asked.method is Method.VERBAL) != (asked.heard_by is not None):
        errors.append(FieldError("heard_by", "consent.heard_by"))
    if asked.method is Method.VERBAL and RULES[kind].has_terms:
        # 42 CFR 2.31 asks for a signature, and what names a person is better read than heard.
        errors.append(FieldError("method", "consent.in_writing"))
    errors += check_terms(kind, asked.terms, now)
    if errors:
        raise Invalid(errors)
    state = asked.state if RULES[kind].by_state else ""
    if asked.terms is None or asked.terms.recipient is None:
        for grant in grants:
            if grant.person == asked.person and counts_for(grant, version, state, asked.episode, now):
                return grant
    return Grant(
        asked.id,
        asked.person,
        version.id,
        DocumentKey(kind, state),
        version.number,
        asked.language,
        fingerprint(version.text(asked.language)),
        now,
        asked.method,
        asked.heard_by,
        asked.episode,
        asked.appointment,
        asked.terms,
    )


def check_current(
    version: VersionId, state: str, versions: Collection[DocumentVersion], now: datetime
) -> DocumentVersion:
    """Return the version, which has to be the one that holds now in this state. Raises Refused, as ``sign``."""
    found = next((each for each in versions if each.id == version), None)
    if found is None:
        raise Refused("consent.unknown")
    move(found, VersionEvent.SIGN, now)
    key = DocumentKey(found.key.kind, state if RULES[found.key.kind].by_state else "")
    holding = current(versions, key, now)
    if holding is None or holding.id != version:
        raise Refused("consent.changed", holding.id if holding else None)
    return found


def check_terms(kind: DocumentKind, terms: Terms | None, now: datetime) -> list[FieldError]:
    """Return what is wrong with the terms of a signature; a kind without terms has none, the others need them all."""
    if not RULES[kind].has_terms:
        return [FieldError("terms", "consent.terms")] if terms is not None else []
    if terms is None:
        return [FieldError("terms", "field.required")]
    found = list[FieldError]()
    if terms.recipient is None and kind is not DocumentKind.PART2:
        found.append(FieldError("terms.recipient", "field.required"))
    if is_organisation(terms.recipient) and kind is not DocumentKind.PART2:
        # A release opens records to one of the staff; nothing leaves the clinic by it.
        found.append(FieldError("terms.recipient", "field.unknown"))
    if not terms.purpose.strip():
        found.append(FieldError("terms.purpose", "field.required"))
    elif len(terms.purpose) > LONGEST_PURPOSE:
        found.append(FieldError("terms.purpose", "field.too_long"))
    if not terms.categories or not terms.categories <= OPENABLE[kind]:
        found.append(FieldError("terms.categories", "consent.categories"))
    if not now < terms.expires_at <= now + LONGEST_TERM:
        found.append(FieldError("terms.expires_on", "consent.term"))
    return found


def acknowledge(
    person: PersonId,
    version: VersionId,
    appointment: AppointmentId,
    episode: EpisodeId | None,
    versions: Collection[DocumentVersion],
    grants: Iterable[Grant],
    now: datetime,
) -> Acknowledgement:
    """Return the confirmation, before a session, of what was signed.

    Raises:
        Refused: As ``sign``; ``consent.not_signed``: they have not signed this version.
    """
    found = check_current(version, "", versions, now)
    mine = (grant for grant in grants if grant.person == person)
    signed = any(counts_for(grant, found, grant.key.state, episode, now) for grant in mine)
    if not signed or not RULES[found.key.kind].each_session:
        raise Refused("consent.not_signed")
    return Acknowledgement(person, version, appointment, now)


def withdraw(grant: Grant, by: PersonId, now: datetime) -> Grant:
    """Return the grant, withdrawn from now on; what was done under it stays done.

    Raises:
        Refused: ``consent.ended``: it was withdrawn before, or it has expired.
    """
    if (state_at(grant, now), GrantEvent.WITHDRAW) not in MOVES:
        raise Refused("consent.ended")
    return replace(grant, withdrawn_at=now, withdrawn_by=by)
