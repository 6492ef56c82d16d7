"""Under which partner's name a couple's sessions are billed. Neither partner is told: it says nothing about them."""

from dataclasses import replace

from app.access.people.couples import known_couple
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.programme.statements import IdentifiedPatient
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import CoupleId, PersonId
from clinic.identity.access import Action, Principal, check

__all__ = ["choose_identified", "read_identified"]


async def read_identified(unit: ClinicUnit, principal: Principal, couple: CoupleId) -> IdentifiedPatient:
    """Return who was chosen. Raises Refused: ``access.denied``, ``couple.unknown``."""
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    await known_couple(unit, principal, couple)
    return await _now(unit, couple)


async def choose_identified(
    unit: ClinicUnit, principal: Principal, couple: CoupleId, person: PersonId | None, version: int
) -> IdentifiedPatient:
    """Choose one of the partners, or nobody. Statements that were made stay as they are.

    Raises:
        Refused: ``access.denied``, ``couple.unknown``, ``version.other``.
        Invalid: ``field.unknown``: not one of the two.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    known = await known_couple(unit, principal, couple, to_change=True)
    if person is not None and person not in known.unit.partners:
        raise Invalid([FieldError("person", "field.unknown")])
    chosen = IdentifiedPatient(person, version)
    if (await _now(unit, couple)).version != version or not await unit.statements.identify(couple, chosen):
        raise Refused("version.other")
    unit.note("couple.identify", couple)
    return replace(chosen, version=version + 1)


async def _now(unit: ClinicUnit, couple: CoupleId) -> IdentifiedPatient:
    return (await unit.statements.identified([couple])).get(couple, IdentifiedPatient())
