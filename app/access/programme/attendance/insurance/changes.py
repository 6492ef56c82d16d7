"""Entering, changing and removing coverages and authorisations; planners do."""

from dataclasses import replace

from app.access.people.finding import find_client
from app.access.programme.attendance.insurance.recipients import named_payer
from app.persistence.clinic_store import ClinicUnit
from app.runtime.ids import new_authorisation_id, new_coverage_id
from clinic.common.errors import Refused
from clinic.identity.access import Action, Principal, check
from clinic.programme.authorisations import Authorisation, check_authorisation
from clinic.programme.coverage import Coverage, check_coverage

__all__ = [
    "MOST_AUTHORISATIONS",
    "MOST_COVERAGES",
    "add_authorisation",
    "add_coverage",
    "change_authorisation",
    "change_coverage",
    "remove_authorisation",
    "remove_coverage",
]

MOST_COVERAGES = 20
"""Of one client."""
MOST_AUTHORISATIONS = 60
"""Of one coverage."""


async def add_coverage(unit: ClinicUnit, principal: Principal, asked: Coverage) -> Coverage:
    """Enter a coverage; it gets an id.

    Raises:
        Refused: ``access.denied``, ``person.unknown``, ``coverage.many``.
        Invalid: As `check_coverage`; ``field.unknown`` for a payer that there is not.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    await find_client(unit, asked.client, lock=True)
    await named_payer(unit, "payer", asked.payer)
    made = replace(check_coverage(asked), id=new_coverage_id(), version=1)
    if len(await unit.coverage.of(asked.client)) >= MOST_COVERAGES:
        raise Refused("coverage.many")
    await unit.coverage.add(made)
    unit.note("coverage.add", made.id, made.client)
    return made


async def change_coverage(unit: ClinicUnit, principal: Principal, asked: Coverage) -> Coverage:
    """Store a coverage as it is asked for, under the version that was seen; its client stays.

    Raises:
        Refused: ``access.denied``, ``coverage.unknown``, ``version.other``.
        Invalid: As `add_coverage`.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    known = await _coverage(unit, asked.id)
    await named_payer(unit, "payer", asked.payer, known.payer)
    changed = replace(check_coverage(asked), client=known.client)
    if not await unit.coverage.change(changed):
        raise Refused("version.other")
    unit.note("coverage.change", changed.id, changed.client)
    return replace(changed, version=changed.version + 1)


async def remove_coverage(unit: ClinicUnit, principal: Principal, coverage: str, version: int) -> None:
    """Remove a coverage that was entered by mistake, with what was authorised under it.

    Raises:
        Refused: ``access.denied``, ``coverage.unknown``, ``version.other``.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    known = await _coverage(unit, coverage)
    if not await unit.coverage.remove(replace(known, version=version)):
        raise Refused("version.other")
    unit.note("coverage.remove", known.id, known.client)


async def add_authorisation(unit: ClinicUnit, principal: Principal, asked: Authorisation) -> Authorisation:
    """Enter what a payer has authorised; it gets an id.

    Raises:
        Refused: ``access.denied``, ``coverage.unknown``, ``authorisation.many``.
        Invalid: As `check_authorisation`.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    coverage = await _coverage(unit, asked.coverage)
    made = replace(check_authorisation(asked), id=new_authorisation_id(), version=1)
    if len(await unit.coverage.authorisations([coverage.id])) >= MOST_AUTHORISATIONS:
        raise Refused("authorisation.many")
    await unit.coverage.authorise(made)
    unit.note("authorisation.add", made.id, coverage.client)
    return made


async def change_authorisation(unit: ClinicUnit, principal: Principal, asked: Authorisation) -> Authorisation:
    """Store an authorisation as it is asked for, under the version that was seen; its coverage stays.

    Raises:
        Refused: ``access.denied``, ``authorisation.unknown``, ``version.other``.
        Invalid: As `check_authorisation`.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    known = await _authorisation(unit, asked.id)
    changed = replace(check_authorisation(asked), coverage=known.coverage)
    if not await unit.coverage.change_authorisation(changed):
        raise Refused("version.other")
    unit.note("authorisation.change", changed.id, (await _coverage(unit, known.coverage)).client)
    return replace(changed, version=changed.version + 1)


async def remove_authorisation(
    unit: ClinicUnit, principal: Principal, authorisation: str, version: int
) -> None:
    """Remove an authorisation that was entered by mistake.

    Raises:
        Refused: ``access.denied``, ``authorisation.unknown``, ``version.other``.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    known = await _authorisation(unit, authorisation)
    if not await unit.coverage.remove_authorisation(replace(known, version=version)):
        raise Refused("version.other")
    unit.note("authorisation.remove", known.id, (await _coverage(unit, known.coverage)).client)


async def _coverage(unit: ClinicUnit, coverage: str) -> Coverage:
    found = await unit.coverage.find(coverage)
    if found is None:
        raise Refused("coverage.unknown")
    return found


async def _authorisation(unit: ClinicUnit, authorisation: str) -> Authorisation:
    found = await unit.coverage.authorisation(authorisation)
    if found is None:
        raise Refused("authorisation.unknown")
    return found
