"""A client's own documents: reading them, signing ahead of a session, taking a consent back, and copies."""

from app.access.consents import signing
from app.access.consents.overview import Overview, SignedDocument, overview_of, signed_document
from app.access.consents.signing import Request
from app.access.consents.versions import all_versions
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import PersonRecord
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import AppointmentId
from clinic.consents.grants import Grant
from clinic.consents.versions import VersionId
from clinic.identity.access import Action, Principal, PrincipalKind, check

__all__ = ["acknowledge_own", "read_own", "read_own_copy", "sign_own", "withdraw_own"]


async def read_own(unit: ClinicUnit, principal: Principal) -> Overview:
    """Return one's own documents. Raises Refused: ``access.denied``: staff sign nothing here."""
    record = await _own(unit, principal, Action.OWN_READ)
    unit.note("consents.read", record.id)
    return await overview_of(unit, record)


async def read_own_copy(unit: ClinicUnit, principal: Principal, grant: str) -> SignedDocument:
    """Return what one signed, as it was. Raises Refused: ``access.denied`` or ``consent.unknown``."""
    await _own(unit, principal, Action.OWN_READ)
    found = await _grant(unit, principal, grant)
    unit.note("consent.read", found.id, found.person)
    return await signed_document(unit, found, await all_versions(unit))


async def sign_own(unit: ClinicUnit, principal: Principal, asked: Request) -> SignedDocument:
    """Sign a document on one's own screen.

    Raises:
        Refused: ``access.denied``, and as `app.access.consents.signing.sign`.
        Invalid: as there; ``field.unknown`` for a recipient who does not look after the client, and is no organisation
            that the clinic sends records to.
    """
    record = await _own(unit, principal, Action.OWN_WRITE)
    recipient = asked.terms.recipient if asked.terms else None
    if recipient is not None:
        known = await overview_of(unit, record)
        if recipient not in {*(each.id for each in known.team), *(each.id for each in known.organisations)}:
            raise Invalid([FieldError("terms.recipient", "field.unknown")])
    grant = await signing.sign_as_asked(unit, record.id, asked, unit.now)
    return await signed_document(unit, grant, await all_versions(unit))


async def acknowledge_own(
    unit: ClinicUnit, principal: Principal, version: VersionId, appointment: AppointmentId, language: str
) -> None:
    """Confirm, before a session, what one signed.

    Raises:
        Refused: ``access.denied``; ``appointment.unknown``: one is not expected there; and as
            `app.access.consents.signing.acknowledge`.
    """
    record = await _own(unit, principal, Action.OWN_WRITE)
    found = await unit.appointments.find(appointment)
    if found is None or all(each.person != record.id for each in found.people):
        raise Refused("appointment.unknown")
    await signing.acknowledge(unit, record.id, version, appointment, language, unit.now)


async def withdraw_own(unit: ClinicUnit, principal: Principal, grant: str) -> SignedDocument:
    """Take a consent back, from now on. Raises Refused: ``access.denied``, ``consent.unknown``, ``consent.ended``."""
    await _own(unit, principal, Action.OWN_WRITE)
    found = await _grant(unit, principal, grant)
    ended = await signing.withdraw(unit, found, principal.person, unit.now)
    return await signed_document(unit, ended, await all_versions(unit))


async def _own(unit: ClinicUnit, principal: Principal, action: Action) -> PersonRecord:
    check(principal, action, unit.now)
    if principal.kind is not PrincipalKind.CLIENT:
        raise Refused("access.denied", action)
    record = await unit.people.find(principal.person)
    if record is None:
        raise Refused("person.unknown")
    return record


async def _grant(unit: ClinicUnit, principal: Principal, grant: str) -> Grant:
    found = await unit.grants.find(grant)
    if found is None or found.person != principal.person:
        raise Refused("consent.unknown")
    return found
