"""Connected systems, as the office registers them, changes their keys, and withdraws them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from app.access.callers import Caller
from app.access.records.exports.services import KeyFinder
from app.auth.assertions import AssertionRefused, read_keys
from app.exports.fhir.scopes import read_scopes, write_scopes
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.records.audit import AuditFilter
from app.persistence.repositories.records.systems import StoredSystem
from app.runtime.ids import new_system_id
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import RecipientId
from clinic.consents.recipients import Recipient, RecipientKind
from clinic.identity.access import Action, Principal, check
from clinic.people.fields.text import text_problem, tidy
from clinic.records.audit import AuditEntry

__all__ = [
    "LONGEST_NAME",
    "MOST_SYSTEMS",
    "ConnectedSystem",
    "SystemForm",
    "add_system",
    "change_system",
    "find_keys",
    "read_systems",
    "system_activity",
    "withdraw_system",
]

LONGEST_NAME: Final = 120
MOST_SYSTEMS: Final = 20
_ACTIVITY: Final = 50


@dataclass(frozen=True, slots=True)
class SystemForm:
    """A system as it is entered.

    Attributes:
        scopes: A text of scopes.
        keys: Its public keys (JWK), or none.
        keys_url: Where they are, or nothing.
    """

    name: str
    recipient: RecipientId
    scopes: str
    keys: Sequence[Mapping[str, Any]] = field(default=(), repr=False)
    keys_url: str | None = None


@dataclass(frozen=True, slots=True)
class ConnectedSystem:
    """A system, and the organisation that what it reads goes to."""

    system: StoredSystem
    recipient: Recipient | None


async def read_systems(caller: Caller) -> tuple[list[ConnectedSystem], list[Recipient]]:
    """Return the clinic's systems, and the organisations that keep charts. Raises Refused: ``access.denied``."""
    check(caller.principal, Action.SETTINGS_READ, caller.now)
    async with caller.read() as unit:
        known = {each.id: each for each in await unit.recipients.all()}
        systems = [
            ConnectedSystem(each, known.get(each.recipient)) for each in await unit.outward.systems.all()
        ]
        unit.note("systems.read")
    return systems, [each for each in known.values() if _may_be_named(each)]


async def find_keys(caller: Caller, keys: KeyFinder, form: SystemForm) -> None:
    """Check that there are keys that can be used, at their address or as entered.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``.
        Invalid: ``systems.keys``: there are not, or one is private; ``systems.keys_url``: no such address may be asked,
            or there are none; ``systems.keys_once``: both or neither are given.
    """
    check(caller.principal, Action.SYSTEMS_WRITE, caller.now)
    if bool(form.keys) == bool(form.keys_url):
        raise Invalid([FieldError("keys", "systems.keys_once")])
    try:
        if form.keys_url is None:
            read_keys(form.keys)
            return
    except AssertionRefused:
        raise Invalid([FieldError("keys", "systems.keys")]) from None
    try:
        if not keys.is_allowed(form.keys_url):
            raise Invalid([FieldError("keys_url", "systems.keys_url")])
        await keys.fetch(form.keys_url)
    except AssertionRefused:
        raise Invalid([FieldError("keys_url", "systems.keys_url")]) from None


async def add_system(unit: ClinicUnit, principal: Principal, form: SystemForm) -> ConnectedSystem:
    """Register a system whose keys were found.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``systems.too_many``, ``recipient.unknown``.
        Invalid: what is wrong with its name or scopes.
    """
    check(principal, Action.SYSTEMS_WRITE, unit.now)
    name, scopes = _checked(form)
    if sum(1 for each in await unit.outward.systems.all() if each.withdrawn_at is None) >= MOST_SYSTEMS:
        raise Refused("systems.too_many")
    recipient = await unit.recipients.find(form.recipient)
    if recipient is None or not _may_be_named(recipient):
        raise Refused("recipient.unknown")
    system = StoredSystem(
        new_system_id(),
        unit.clinic.id,
        name,
        form.recipient,
        scopes,
        unit.now,
        tuple(form.keys),
        form.keys_url,
    )
    await unit.outward.systems.add(system)
    unit.note("system.add", system.id, recipient.id, scopes=_short(scopes))
    return ConnectedSystem(system, recipient)


async def change_system(
    unit: ClinicUnit, principal: Principal, system: str, form: SystemForm, version: int
) -> ConnectedSystem:
    """Give a system other keys, scopes or another name. To whom it belongs stays as consents have named it.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``system.unknown``, ``systems.withdrawn``,
            ``systems.recipient``, ``version.other``.
        Invalid: as ``add_system``.
    """
    check(principal, Action.SYSTEMS_WRITE, unit.now)
    found = await _find(unit, system)
    name, scopes = _checked(form)
    if found.withdrawn_at is not None:
        raise Refused("systems.withdrawn")
    if found.recipient != form.recipient:
        raise Refused("systems.recipient")
    changed = replace(
        found,
        name=name,
        scopes=scopes,
        keys=tuple(form.keys),
        keys_url=form.keys_url,
        version=version,
    )
    if not await unit.outward.systems.change(changed):
        raise Refused("version.other")
    unit.note("system.change", system, scopes=_short(scopes))
    recipient = await unit.recipients.find(found.recipient)
    return ConnectedSystem(replace(changed, version=version + 1), recipient)


async def withdraw_system(unit: ClinicUnit, principal: Principal, system: str, version: int) -> None:
    """Let a system read nothing more, from this moment on; what it has stays with it.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``system.unknown``, ``systems.withdrawn``,
            ``version.other``.
    """
    check(principal, Action.SYSTEMS_WRITE, unit.now)
    found = await _find(unit, system)
    if found.withdrawn_at is not None:
        raise Refused("systems.withdrawn")
    if not await unit.outward.systems.change(replace(found, withdrawn_at=unit.now, version=version)):
        raise Refused("version.other")
    unit.note("system.withdraw", system)


async def system_activity(caller: Caller, system: str) -> list[AuditEntry]:
    """Return what left for a system lately, the newest first: from the audit trail.

    Raises:
        Refused: ``access.denied``, ``system.unknown``.
    """
    check(caller.principal, Action.SETTINGS_READ, caller.now)
    async with caller.read() as unit:
        await _find(unit, system)
        wanted = AuditFilter(actor=system, areas=("system", "export"))
        entries = await unit.audit.find(wanted, None, _ACTIVITY)
        unit.note("system.activity", system)
    return entries


async def _find(unit: ClinicUnit, system: str) -> StoredSystem:
    found = await unit.outward.systems.find(system)
    if found is None:
        raise Refused("system.unknown")
    return found


def _checked(form: SystemForm) -> tuple[str, str]:
    """Return name and scopes as they are kept."""
    name, scopes, errors = tidy(form.name), read_scopes(form.scopes), list[FieldError]()
    if problem := text_problem(name, LONGEST_NAME, required=True):
        errors.append(FieldError("name", problem))
    if not scopes or len(scopes) < len(set(form.scopes.split())):
        errors.append(FieldError("scopes", "systems.scopes"))
    if errors:
        raise Invalid(errors)
    return name, write_scopes(scopes or ())


def _may_be_named(recipient: Recipient) -> bool:
    return recipient.archived_at is None and recipient.kind is RecipientKind.EHR


def _short(scopes: str) -> str:
    return scopes if len(scopes) <= 200 else f"{scopes[:199]}…"
