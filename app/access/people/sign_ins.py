"""Where other people are signed in, signing them out, and ending all their access."""

from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.identity.sign_ins import StoredSignIn
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, check
from clinic.identity.links import LinkPurpose
from clinic.identity.roles import check_rank

__all__ = ["end_access", "end_sign_ins", "list_sign_ins"]


async def list_sign_ins(unit: ClinicUnit, principal: Principal, person: PersonId) -> list[StoredSignIn]:
    """Return where somebody is signed in, the newest first.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``person.unknown`` or ``roles.not_grantable``.
    """
    await _check(unit, principal, person)
    unit.note("sign_ins.read", person)
    return await unit.sign_ins.of_person(person)


async def end_sign_ins(unit: ClinicUnit, principal: Principal, person: PersonId) -> None:
    """Sign somebody out everywhere. Raises as `list_sign_ins`."""
    await _check(unit, principal, person)
    await unit.sign_ins.revoke_all(person, unit.now)
    await unit.tokens.withdraw(person, unit.now)
    unit.note("sign_ins.end", person)


async def end_access(unit: ClinicUnit, person: PersonId) -> None:
    """Sign somebody who leaves out everywhere, and withdraw their tokens, links and calendar."""
    await unit.sign_ins.revoke_all(person, unit.now)
    await unit.tokens.withdraw(person, unit.now)
    await unit.links.withdraw_all(person, tuple(LinkPurpose), unit.now)
    await unit.feeds.remove(person)


async def _check(unit: ClinicUnit, principal: Principal, person: PersonId) -> None:
    check(principal, Action.SIGN_INS_MANAGE, unit.now)
    if await unit.people.find(person) is None:
        raise Refused("person.unknown")
    check_rank(principal.roles, await unit.roles.of(person))
