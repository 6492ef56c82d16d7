"""Asking for a copy of what is kept about a client, and fetching it: the client, or staff for who asked in writing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.access.people.finding import find_client
from app.access.records.copies.writing import COPY_TEXTS
from app.access.records.naming import Thing, name_things
from app.persistence.clinic_store import ClinicUnit
from app.runtime.ids import new_copy_request_id
from app.runtime.texts import ENGLISH, languages_in
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, PrincipalKind, check
from clinic.records.copies import CopyRequest, check_ask

__all__ = ["CopyView", "ask_for", "ask_own", "fetch_own", "fetch_written", "list_copies", "read_own"]

_SHOWN: Final = 50


@dataclass(frozen=True, slots=True)
class CopyView:
    """A request, and whose it is."""

    request: CopyRequest
    person: Thing
    by: Thing


async def read_own(unit: ClinicUnit, principal: Principal) -> list[CopyRequest]:
    """Return one's own requests, the newest first. Raises Refused: ``access.denied``: of clients only."""
    _check_own(unit, principal, Action.OWN_READ)
    unit.note("copies.read", principal.person)
    return await unit.copies.of(principal.person, _SHOWN)


async def ask_own(
    unit: ClinicUnit, principal: Principal, language: str, wake: Callable[[], None]
) -> CopyRequest:
    """Ask for a copy of what is kept about oneself; it is made in a moment, and kept for a week.

    Args:
        wake: Called once the request is stored.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``copy.waiting``, ``copy.recent``.
    """
    _check_own(unit, principal, Action.OWN_COPY)
    return await _ask(unit, principal.person, principal.person, language, wake)


async def fetch_own(unit: ClinicUnit, principal: Principal, request: str) -> bytes:
    """Return the file of one's own copy.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``copy.unknown``; ``copy.closed``: it is not ready, or was
            removed.
    """
    _check_own(unit, principal, Action.OWN_COPY)
    found = await unit.copies.find(request)
    if found is None or found.person != principal.person:
        raise Refused("copy.unknown")
    return await _fetch(unit, found)


async def list_copies(unit: ClinicUnit, principal: Principal) -> list[CopyView]:
    """Return the clinic's newest requests. Raises Refused: ``access.denied``."""
    check(principal, Action.RECORDS_READ, unit.now)
    found = await unit.copies.newest(_SHOWN)
    unit.note("copies.read", *sorted({one.person for one in found}))
    things = await name_things(unit, principal, {id_ for one in found for id_ in (one.person, one.by)})
    return [CopyView(one, things[one.person], things[one.by]) for one in found]


async def ask_for(
    unit: ClinicUnit, principal: Principal, client: PersonId, language: str, wake: Callable[[], None]
) -> CopyView:
    """Ask for a copy for a client who asked in writing.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``person.unknown``, ``copy.waiting``, ``copy.recent``.
    """
    check(principal, Action.PEOPLE_EXPORT, unit.now)
    asked = await _ask(unit, client, principal.person, language, wake)
    things = await name_things(unit, principal, {client, principal.person})
    return CopyView(asked, things[client], things[principal.person])


async def fetch_written(unit: ClinicUnit, principal: Principal, request: str) -> bytes:
    """Return the file of a copy that staff asked for. What clients asked for themselves is theirs to open.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``copy.unknown``, ``copy.closed``.
    """
    check(principal, Action.PEOPLE_EXPORT, unit.now)
    found = await unit.copies.find(request)
    if found is None or not found.written:
        raise Refused("copy.unknown")
    return await _fetch(unit, found)


async def _ask(
    unit: ClinicUnit, client: PersonId, by: PersonId, language: str, wake: Callable[[], None]
) -> CopyRequest:
    await find_client(unit, client, lock=True)
    check_ask(await unit.copies.of(client, _SHOWN), unit.now)
    spoken = language if language in languages_in(COPY_TEXTS) else ENGLISH
    asked = CopyRequest(new_copy_request_id(), client, by, client != by, spoken, unit.now)
    await unit.copies.add(asked)
    unit.note("copy.ask", client, asked.id, written=asked.written)
    unit.afterwards.add(wake)
    return asked


async def _fetch(unit: ClinicUnit, found: CopyRequest) -> bytes:
    file = await unit.copies.file(found.id) if found.is_open(unit.now) else None
    if file is None:
        raise Refused("copy.closed")
    unit.note("copy.fetch", found.person, found.id)
    return file


def _check_own(unit: ClinicUnit, principal: Principal, action: Action) -> None:
    check(principal, action, unit.now)
    if principal.kind is not PrincipalKind.CLIENT:
        raise Refused("access.denied", action)
