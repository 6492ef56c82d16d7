"""A client's documents as staff see them, and what staff note down because the client said so."""

from dataclasses import replace

from app.access.consents import signing
from app.access.consents.overview import Overview, SignedDocument, overview_of, signed_document
from app.access.consents.signing import Request
from app.access.consents.versions import all_versions
from app.access.people.finding import check_knows_clients, find_client
from app.access.reading import Reader, relations
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import PersonRecord
from clinic.care_team.reading import Category
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import Method
from clinic.identity.access import Action, Principal, check

__all__ = ["read_of_client", "sign_for_client", "withdraw_for_client"]


async def read_of_client(unit: ClinicUnit, principal: Principal, client: PersonId) -> Overview:
    """Return a client's documents; those that Part 2 protects only to who may know of the treatment.

    Raises:
        Refused: ``access.denied``, ``person.unknown``; ``access.not_yours``: not of this client.
    """
    record, reader = await _client(unit, principal, client, Action.PEOPLE_READ)
    unit.note("consents.read", client)
    found = await overview_of(unit, record)
    return replace(
        found,
        due=tuple(each for each in found.due if _sees(reader, each.document.kind)),
        signed=tuple(each for each in found.signed if _sees(reader, each.grant.key.kind)),
        offered=(),
        team=(),
    )


async def sign_for_client(
    unit: ClinicUnit, principal: Principal, client: PersonId, asked: Request
) -> SignedDocument:
    """Note that a client agreed by word of mouth, and that the principal heard it.

    Raises:
        Refused: as ``read_of_client``, and as `app.access.consents.signing.sign`.
        Invalid: as there; ``consent.in_writing`` for what asks for a signature.
    """
    record, _ = await _client(unit, principal, client, Action.PEOPLE_WRITE)
    spoken = replace(asked, method=Method.VERBAL, heard_by=principal.person, terms=None)
    grant = await signing.sign_as_asked(unit, record.id, spoken, unit.now)
    return await signed_document(unit, grant, await all_versions(unit))


async def withdraw_for_client(
    unit: ClinicUnit, principal: Principal, client: PersonId, grant: str
) -> SignedDocument:
    """Take a consent back because the client said so.

    Raises:
        Refused: as ``read_of_client``; ``consent.unknown`` or ``consent.ended``.
    """
    _, reader = await _client(unit, principal, client, Action.PEOPLE_WRITE)
    found = await unit.grants.find(grant)
    if found is None or found.person != client or not _sees(reader, found.key.kind):
        raise Refused("consent.unknown")
    ended = await signing.withdraw(unit, found, principal.person, unit.now)
    return await signed_document(unit, ended, await all_versions(unit))


async def _client(
    unit: ClinicUnit, principal: Principal, client: PersonId, action: Action
) -> tuple[PersonRecord, Reader]:
    check(principal, action, unit.now)
    check_knows_clients(principal, unit)
    record = await find_client(unit, client)
    reader = await relations(unit, principal, client)
    if not reader.may(Category.AGREEMENTS):
        raise Refused("access.not_yours", action)
    return record, reader


def _sees(reader: Reader, kind: DocumentKind) -> bool:
    return kind is not DocumentKind.PART2 or reader.may(Category.SUD_TRACK)
