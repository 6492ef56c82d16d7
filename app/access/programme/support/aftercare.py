"""A client's aftercare plan: their care team writes it with them, and they read it on their own page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from app.access.programme.support.standing import check_own, find_read
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import Named
from app.persistence.repositories.programme.support.aftercare import KeptPlan
from app.runtime.ids import new_aftercare_plan_id
from clinic.care_team.reading import Category
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal
from clinic.people.fields.phone import tidy_phone
from clinic.people.fields.text import tidy
from clinic.support.aftercare import AftercarePlan, check_plan

__all__ = ["MOST_SHOWN", "PlanView", "keep_plan", "read_own_plan", "read_plan"]

MOST_SHOWN: Final = 20
"""Versions that are listed."""


@dataclass(frozen=True, slots=True)
class PlanView:
    """A client's plan.

    Attributes:
        versions: The newest first; the first is the plan.
        names: Who wrote them down.
        version: How many there are.
    """

    versions: Sequence[KeptPlan]
    names: dict[PersonId, Named]
    version: int
    may_change: bool


async def read_plan(unit: ClinicUnit, principal: Principal, client: PersonId) -> PlanView:
    """Return a client's plan with its former versions. Raises Refused: as ``find_read``."""
    _, reader = await find_read(unit, principal, client)
    unit.note("aftercare.read", client)
    return await _view(unit, client, may_change=reader.may_by_role(Category.INDIVIDUAL_SESSIONS))


async def keep_plan(
    unit: ClinicUnit,
    principal: Principal,
    client: PersonId,
    plan: AftercarePlan,
    version: int,
    *,
    together: bool,
) -> PlanView:
    """Keep a plan as another version.

    Args:
        together: The principal confirms that it was written with the client.

    Raises:
        Refused: As ``find_read``; ``version.other``.
        Invalid: ``aftercare.together``; as ``check_plan``.
    """
    await find_read(unit, principal, client, change=True)
    tidied = _tidy(plan)
    errors = check_plan(tidied)
    if not together:
        errors.append(FieldError("together", "aftercare.together"))
    if errors:
        raise Invalid(errors)
    if await unit.aftercare.count_plans(client) != version:
        raise Refused("version.other")
    kept = KeptPlan(new_aftercare_plan_id(), client, principal.person, unit.now, tidied)
    await unit.aftercare.add_plan(kept)
    unit.note("aftercare.keep", client, kept.id)
    return await _view(unit, client, may_change=True)


async def read_own_plan(unit: ClinicUnit, principal: Principal) -> KeptPlan | None:
    """Return one's own plan as it is now, or None. Raises Refused: ``access.denied``."""
    check_own(unit, principal, Action.OWN_READ)
    unit.note("aftercare.read", principal.person)
    return next(iter(await unit.aftercare.plans(principal.person, 1)), None)


async def _view(unit: ClinicUnit, client: PersonId, *, may_change: bool) -> PlanView:
    versions = await unit.aftercare.plans(client, MOST_SHOWN)
    names = await unit.people.names({one.by for one in versions})
    return PlanView(versions, names, await unit.aftercare.count_plans(client), may_change)


def _tidy(plan: AftercarePlan) -> AftercarePlan:
    return AftercarePlan(
        tuple(replace(one, text=tidy(one.text)) for one in plan.steps),
        tuple(
            replace(one, name=tidy(one.name), phone=tidy_phone(one.phone) if one.phone.strip() else "")
            for one in plan.contacts
        ),
        tuple(tidy(one) for one in plan.signs),
        tuple(tidy(one) for one in plan.helps),
    )
