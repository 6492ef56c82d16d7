"""Changing what staff do in the clinic. Their sign-ins go on, with the new roles from the next request on."""

from app.access.people.finding import find_staff
from app.access.people.people import PersonView, view_person
from app.persistence.clinic_store import ClinicUnit
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, check
from clinic.identity.roles import StaffRole, check_role_change

__all__ = ["put_roles"]


async def put_roles(
    unit: ClinicUnit, principal: Principal, person: PersonId, version: int, roles: frozenset[StaffRole]
) -> PersonView:
    """Let a member of staff have these roles and no others.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``person.unknown``, ``people.archived``,
            ``version.other``, and what `check_role_change` refuses.
    """
    check(principal, Action.STAFF_MANAGE, unit.now)
    # Owners are locked first: two who take the role from each other at once must not leave none.
    owners = await unit.roles.holders(StaffRole.OWNER, lock=True)
    record = await find_staff(unit, person, lock=True)
    if record.archived_at is not None:
        raise Refused("people.archived")
    if record.version != version:
        raise Refused("version.other")
    before = await unit.roles.of(person)
    check_role_change(principal.person, principal.roles, person, before, roles, owners)
    if roles != before:
        await unit.roles.put(person, roles)
        await unit.people.touch(person)
        unit.note("roles.change", person, roles=",".join(sorted(roles)))
    return await view_person(unit, principal, await find_staff(unit, person))
