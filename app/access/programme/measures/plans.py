"""What clients of a programme or of a group are asked, and how often."""

from dataclasses import replace

from app.access.clinic_day import today
from app.access.programme.measures.catalogue import Catalogue, catalogue
from app.persistence.clinic_store import ClinicUnit
from app.runtime.ids import new_measure_plan_id
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.identity.access import Action, Principal, check
from clinic.measures.instruments import PULSE
from clinic.measures.plans import Plan, plan_problems

__all__ = ["add_plan", "end_plan", "list_plans"]


async def list_plans(unit: ClinicUnit, principal: Principal) -> tuple[list[Plan], Catalogue]:
    """Return the plans that ask today or later, and what could be asked. Raises Refused: ``access.denied``."""
    check(principal, Action.PROGRAMME_READ, unit.now)
    return await unit.measures.plans(today(unit)), await catalogue(unit)


async def add_plan(unit: ClinicUnit, principal: Principal, asked: Plan) -> Plan:
    """Add a plan; it gets an id and asks from today on.

    Raises:
        Refused: ``access.denied``; ``measures.planned``: another plan asks the same of the same people.
        Invalid: What `plan_problems` finds; ``field.unknown`` for a programme or a group that is not there.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    day = today(unit)
    plan = replace(asked, id=new_measure_plan_id(), since=day)
    known = (await catalogue(unit)).usable(plan.instrument, day) is not None
    errors = plan_problems(plan, known=known, is_pulse=plan.instrument == PULSE)
    if plan.program is not None and await unit.programme.program(plan.program) is None:
        errors.append(FieldError("program", "field.unknown"))
    if plan.cohort is not None and await unit.programme.cohort(plan.cohort, day) is None:
        errors.append(FieldError("cohort", "field.unknown"))
    if errors:
        raise Invalid(errors)
    place = (plan.instrument, plan.program, plan.cohort)
    if any((one.instrument, one.program, one.cohort) == place for one in await unit.measures.plans(day)):
        raise Refused("measures.planned")
    await unit.measures.add_plan(plan)
    unit.note("measure_plan.add", plan.id, *(one for one in (plan.program, plan.cohort) if one))
    return plan


async def end_plan(unit: ClinicUnit, principal: Principal, plan: str, version: int) -> Plan:
    """Let a plan ask no more, from today on.

    Raises:
        Refused: ``access.denied``, ``measure_plan.unknown``, ``version.other``.
    """
    check(principal, Action.PROGRAMME_WRITE, unit.now)
    day = today(unit)
    found = next((one for one in await unit.measures.plans(day) if one.id == plan), None)
    if found is None:
        raise Refused("measure_plan.unknown")
    if not await unit.measures.end_plan(plan, version, day):
        raise Refused("version.other")
    unit.note("measure_plan.end", plan)
    return replace(found, until=day, version=version + 1)
