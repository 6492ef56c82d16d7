"""Signing, acknowledging and withdrawing, for a person of whom it is known that they are the one."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from app.access.consents.facts import facts_of, home_state, open_episodes
from app.access.consents.versions import all_versions
from app.persistence.clinic_store import ClinicUnit
from app.runtime.ids import new_grant_id
from clinic.care_team.reading import Category
from clinic.common.errors import Refused
from clinic.common.ids import AppointmentId, EpisodeId, PersonId
from clinic.consents import grants as rules
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import Grant, Method, Signing, Terms
from clinic.consents.versions import VersionId
from clinic.identity.webhooks import EventKind

__all__ = ["PROGRAMME_PURPOSE", "Request", "acknowledge", "sign", "sign_as_asked", "withdraw"]

PROGRAMME_PURPOSE: Final = "treatment"
"""What a protected session's own consent is for; screens have the sentence."""
_PROGRAMME_TERM: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Request:
    """A signature as somebody asks for it.

    Attributes:
        about: The session it was due for, which tells the episode of care; None if it is about none.
        at: The session that they are entering now.
        state: The state where they are; None takes that of their address.
    """

    version: VersionId
    language: str
    about: AppointmentId | None = None
    at: AppointmentId | None = None
    state: str | None = None
    method: Method = Method.SCREEN
    heard_by: PersonId | None = None
    terms: Terms | None = None


async def sign(
    unit: ClinicUnit,
    person: PersonId,
    version: VersionId,
    appointment: AppointmentId,
    language: str,
    now: datetime,
    *,
    state: str | None = None,
) -> Grant:
    """Sign a document on the way into a session.

    Raises:
        Refused: ``consent.unknown``, ``consent.not_reviewed``; ``consent.changed``: another version holds meanwhile,
            whose id is the reason; ask ``due_documents`` for its text.
        Invalid: ``field.unknown`` for a language without a text.
    """
    return await sign_as_asked(unit, person, Request(version, language, appointment, appointment, state), now)


async def sign_as_asked(unit: ClinicUnit, person: PersonId, asked: Request, now: datetime) -> Grant:
    """Sign a document. Raises as ``sign``, and Invalid for what is wrong with witness or terms."""
    record = await unit.people.find(person, lock=True)
    if record is None:
        raise Refused("person.unknown")
    versions = await all_versions(unit)
    signing = Signing(
        new_grant_id(),
        person,
        asked.version,
        asked.language,
        home_state(record) if asked.state is None else asked.state,
        asked.method,
        asked.heard_by,
        await _episode(unit, person, asked.about, now),
        asked.at,
        asked.terms,
    )
    kind = next((each.key.kind for each in versions if each.id == asked.version), None)
    if kind is DocumentKind.PART2 and asked.terms is None:
        signing = replace(signing, terms=_programme_terms(now))
    grant = rules.sign(signing, versions, await unit.grants.of([person]), now)
    if grant.id == signing.id:
        await unit.grants.add(grant)
        # Neither kind nor version: that somebody signed a consent under Part 2 is protected itself.
        await unit.events.add(EventKind.CONSENT_GIVEN, consent=grant.id, person=person)
        unit.note("consent.sign", grant.id, person, method=grant.method.value, language=grant.language)
    return grant


async def acknowledge(
    unit: ClinicUnit,
    person: PersonId,
    version: VersionId,
    appointment: AppointmentId,
    language: str,
    now: datetime,
) -> None:
    """Confirm, before a session, what was signed; doing so again changes nothing.

    Args:
        language: In which it was read again; only noted.

    Raises:
        Refused: as ``sign``; ``consent.not_signed``: it has to be signed first.
    """
    record = await unit.people.find(person, lock=True)
    if record is None:
        raise Refused("person.unknown")
    given = rules.acknowledge(
        person,
        version,
        appointment,
        await _episode(unit, person, appointment, now),
        await all_versions(unit),
        await unit.grants.of([person]),
        now,
    )
    if any(each.version == version for each in await unit.grants.acknowledged(person, appointment)):
        return
    await unit.grants.acknowledge(given)
    unit.note("consent.acknowledge", person, appointment, language=language)


async def withdraw(unit: ClinicUnit, grant: Grant, by: PersonId, now: datetime) -> Grant:
    """Withdraw a grant from now on.

    Raises:
        Refused: ``consent.ended``.
    """
    ended = rules.withdraw(grant, by, now)
    if not await unit.grants.withdraw(ended):
        raise Refused("consent.ended")
    await unit.events.add(EventKind.CONSENT_WITHDRAWN, consent=grant.id, person=grant.person)
    unit.note("consent.withdraw", grant.id, grant.person)
    return ended


async def _episode(
    unit: ClinicUnit, person: PersonId, about: AppointmentId | None, now: datetime
) -> EpisodeId | None:
    episodes = await open_episodes(unit, person, now)
    found = await unit.appointments.find(about) if about is not None else None
    if found is None:
        return next((each.id for each in episodes), None)
    return (await facts_of(unit, found, episodes, "", now, at=about)).episode


def _programme_terms(now: datetime) -> Terms:
    return Terms(None, PROGRAMME_PURPOSE, frozenset({Category.SUD_TRACK}), now + _PROGRAMME_TERM)
