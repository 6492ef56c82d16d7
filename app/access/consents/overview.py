"""What somebody has signed, what is due from them, and whom they may let read more: the same for them and for staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.access.consents.due import DueDocument, due_document, language_of
from app.access.consents.facts import episode_for, facts_in, group_of, home_state, open_episodes, takes_part
from app.access.consents.versions import all_versions
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import Named, PersonRecord
from clinic.common.ids import AppointmentId, PersonId, RecipientId
from clinic.consents.documents import DocumentKey, DocumentKind
from clinic.consents.due import DueItem, Needs, SessionFacts, due
from clinic.consents.grants import Grant, GrantState, is_organisation, state_at
from clinic.consents.recipients import Recipient
from clinic.consents.texts import DocumentText
from clinic.consents.versions import DocumentVersion, VersionId, current
from clinic.people.couples import couple_of

__all__ = ["AheadDocument", "Overview", "SignedDocument", "overview_of", "signed_document"]

_MOST_SESSIONS: Final = 60
"""Sessions to come that are looked through: some weeks of a full programme."""


@dataclass(frozen=True, slots=True)
class AheadDocument:
    """A document that is due.

    Attributes:
        about: The session to come that asks for it first; None if any would.
    """

    document: DueDocument
    about: AppointmentId | None


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """A signature with what is shown beside it.

    Attributes:
        text: What was signed, in the language in which it was.
        is_current: It is under the version that holds now.
        names: Of who heard it and of who may read by it, people and organisations.
    """

    grant: Grant
    text: DocumentText
    state: GrantState
    is_current: bool
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Overview:
    """All of one client's documents.

    Attributes:
        offered: What they may sign to let one person read more.
        team: Whom they may name there: who looks after them, alone or as a couple.
        organisations: Which organisations they may name in a Part 2 consent; none where they sign none.
    """

    due: tuple[AheadDocument, ...]
    signed: tuple[SignedDocument, ...]
    offered: tuple[DueDocument, ...]
    team: tuple[Named, ...]
    organisations: tuple[Recipient, ...]


async def overview_of(unit: ClinicUnit, record: PersonRecord) -> Overview:
    """Return a client's documents; the newest signatures come first."""
    versions = await all_versions(unit)
    grants = await unit.grants.of([record.id])
    facts = await _facts(unit, record)
    language = language_of(record)
    ahead: dict[VersionId, AheadDocument] = {}
    for about, each in facts:
        for item in due(record.id, each, grants, (), versions, unit.now):
            ahead.setdefault(item.version.id, AheadDocument(due_document(item, language), about))
    protected = any(each.is_protected for _, each in facts) or any(
        grant.key.kind is DocumentKind.PART2 for grant in grants
    )
    kinds = [DocumentKind.RELEASE, *([DocumentKind.PART2] if protected else [])]
    offers = [current(versions, DocumentKey(kind), unit.now) for kind in kinds]
    return Overview(
        tuple(ahead.values()),
        tuple(await _signed(unit, grants, versions)),
        tuple(due_document(DueItem(each, Needs.SIGN), language) for each in offers if each is not None),
        await _team(unit, record.id),
        tuple(await unit.recipients.open()) if protected else (),
    )


async def signed_document(
    unit: ClinicUnit, grant: Grant, versions: Sequence[DocumentVersion]
) -> SignedDocument:
    """Return a signature with its text."""
    (found,) = await _signed(unit, [grant], versions)
    return found


async def _signed(
    unit: ClinicUnit, grants: Sequence[Grant], versions: Sequence[DocumentVersion]
) -> list[SignedDocument]:
    names = await _names(unit, grants)
    # What was once in force is never removed, so it is there.
    by_id = {each.id: each for each in versions}
    found = []
    for grant in grants:
        holding = current(versions, grant.key, unit.now)
        found.append(
            SignedDocument(
                grant,
                by_id[grant.version].text(grant.language),
                state_at(grant, unit.now),
                holding is not None and holding.id == grant.version,
                {one: names[one] for one in _named_in(grant) if one in names},
            )
        )
    return found


async def _names(unit: ClinicUnit, grants: Sequence[Grant]) -> dict[str, str]:
    named = {one for grant in grants for one in _named_in(grant)}
    people = {PersonId(one) for one in named if not is_organisation(one)}
    organisations = {one for one in named if is_organisation(one)}
    found: dict[str, str] = {}
    if people:
        found |= {one: known.name for one, known in (await unit.people.names(people)).items()}
    if organisations:
        found |= {each.id: each.name for each in await unit.recipients.find_all(organisations)}
    return found


def _named_in(grant: Grant) -> list[PersonId | RecipientId]:
    """Return who heard it, and who may read by it."""
    recipient = grant.terms.recipient if grant.terms else None
    return [each for each in (grant.heard_by, recipient) if each is not None]


async def _facts(unit: ClinicUnit, record: PersonRecord) -> list[tuple[AppointmentId | None, SessionFacts]]:
    """Return what the sessions to come ask for, the next one first; without any, what each would."""
    episodes = await open_episodes(unit, record.id, unit.now)
    state = home_state(record)
    coming = await unit.appointments.to_come_of([record.id], unit.now)
    mine = sorted((each for each in coming if takes_part(each, record.id)), key=lambda each: each.begins)
    nearest = mine[:_MOST_SESSIONS]
    # A client is in a few groups, whose sessions come again and again.
    groups = {cohort: await group_of(unit, cohort, unit.now) for cohort in {each.cohort for each in nearest}}
    found: list[tuple[AppointmentId | None, SessionFacts]] = [
        (each.id, facts_in(each, groups[each.cohort], episodes, state, at=None)) for each in nearest
    ]
    return found or [(None, SessionFacts(None, "individual", episode_for(episodes, None), state))]


async def _team(unit: ClinicUnit, client: PersonId) -> tuple[Named, ...]:
    held = await unit.assignments.of_clients([client], unit.now)
    couple = couple_of(client, await unit.couples.of([client]), unit.now)
    if couple is not None:
        held += await unit.assignments.of_couples([couple.id], unit.now)
    names = await unit.people.names({each.assignment.clinician for each in held})
    return tuple(sorted(names.values(), key=lambda each: (each.name, each.id)))
