"""Inviting people to set up how they sign in: planners invite everybody, clinicians their own clients."""

from app.access.callers import Caller
from app.access.identity.links import access_invite, access_withdraw_invitations
from app.access.identity.services import IdentityServices
from app.access.people.finding import find_known
from app.access.reading import relations
from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, check
from clinic.people.person import PersonKind

__all__ = ["invite_person", "withdraw_invitations"]


async def invite_person(services: IdentityServices, caller: Caller, person: PersonId) -> tuple[str, bool]:
    """Invite a person in the place of earlier invitations; return the link and whether it is sent to them.

    Whoever has the link can set up the account: it is for the person, and not for the one who invites.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``access.not_yours``, ``roles.not_grantable``,
            ``person.unknown``.
    """
    await _check(caller, person)
    made = await access_invite(services, caller, person)
    return made.url, made.sent


async def withdraw_invitations(caller: Caller, person: PersonId) -> None:
    """Withdraw a person's unused invitations. Raises as `invite_person` does."""
    await _check(caller, person)
    await access_withdraw_invitations(caller, person)


async def _check(caller: Caller, person: PersonId) -> None:
    check(caller.principal, Action.PEOPLE_INVITE, caller.now)
    async with caller.read() as unit:
        record = await find_known(unit, caller.principal, person)
        if record.fields.kind is PersonKind.CLIENT:
            reader = await relations(unit, caller.principal, person)
            if not reader.sees_contact:
                raise Refused("access.not_yours", Action.PEOPLE_INVITE)
