"""Documents, versions and grants for tests."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from app.access.consents.facts import session_facts
from app.access.consents.versions import all_versions
from app.persistence.clinic_store import ClinicUnit
from app.runtime.ids import new_grant_id
from clinic.care_team.reading import Category
from clinic.common.ids import AppointmentId, EpisodeId, PersonId
from clinic.consents.documents import DocumentKey, DocumentKind
from clinic.consents.due import wanted
from clinic.consents.grants import Grant, Signing, Terms, sign
from clinic.consents.texts import DocumentText, fingerprint
from clinic.consents.versions import DocumentVersion, VersionId, current

__all__ = [
    "ANA",
    "BEN",
    "DANA",
    "EPISODE",
    "NOW",
    "TEXTS",
    "granted",
    "sign_everything",
    "terms_for",
    "version_of",
]

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
ANA, BEN, DANA = PersonId("pt_ana"), PersonId("pt_ben"), PersonId("pt_dana")
EPISODE = EpisodeId("ep_1")
TEXTS: Mapping[str, DocumentText] = MappingProxyType(
    {
        "en": DocumentText("Privacy", "## What stays here\nPlease keep names private."),
        "es": DocumentText("Privacidad", "## Lo que se queda\nGuarde los nombres."),
    }
)


async def sign_everything(
    unit: ClinicUnit,
    session: AppointmentId,
    people: Iterable[PersonId],
    *,
    at: AppointmentId | None = None,
    states: Iterable[str] = ("NY", "CA", "TX", ""),
) -> None:
    """Let people sign all that a session asks for, in each of these states.

    Args:
        at: The session that they are entering meanwhile: then nothing has to be confirmed there.
    """
    versions = await all_versions(unit)
    found = list[Grant]()
    for state in states:
        for person, facts in (await session_facts(unit, session, dict.fromkeys(people, state))).items():
            for key in wanted(facts):
                version = current(versions, key, unit.now)
                assert version is not None, key
                terms = (
                    Terms(None, "treatment", frozenset({Category.SUD_TRACK}), unit.now + timedelta(days=90))
                    if key.kind is DocumentKind.PART2
                    else None
                )
                asked = Signing(
                    new_grant_id(),
                    person,
                    version.id,
                    "en",
                    state,
                    episode=facts.episode,
                    appointment=at,
                    terms=terms,
                )
                grant = sign(asked, versions, found, unit.now)
                found += [grant] if grant.id == asked.id else []
    await unit.grants.add_all(found)


def version_of(
    kind: DocumentKind = DocumentKind.AGREEMENT,
    number: int = 1,
    effective_at: datetime | None = NOW - timedelta(days=30),
    **more: Any,
) -> DocumentVersion:
    """Return a version that holds from a moment."""
    state = more.pop("state", "")
    return DocumentVersion(
        VersionId(f"dv_{kind}{state}-{number}"),
        DocumentKey(kind, state),
        number,
        more.pop("texts", TEXTS),
        effective_at.date() if effective_at else date(2026, 3, 9),
        reviewed_at=effective_at,
        effective_at=effective_at,
        **more,
    )


def granted(
    version: DocumentVersion,
    person: PersonId = ANA,
    signed_at: datetime = NOW - timedelta(days=1),
    **more: Any,
) -> Grant:
    """Return a grant of this version."""
    state = more.pop("state", "")
    return Grant(
        more.pop("id", "gr_1"),
        person,
        version.id,
        DocumentKey(version.key.kind, state),
        version.number,
        "en",
        fingerprint(version.text("en")),
        signed_at,
        episode=more.pop("episode", EPISODE),
        **more,
    )


def terms_for(
    recipient: PersonId | None = DANA,
    *categories: Category,
    expires_at: datetime = NOW + timedelta(days=90),
) -> Terms:
    """Return terms that name somebody and some categories."""
    return Terms(recipient, "To plan care together.", frozenset(categories), expires_at)
