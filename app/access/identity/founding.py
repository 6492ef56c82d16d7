"""Founds a clinic with its owner, lets an owner back in, and gives it a new key. Only the operator does this, by the
command line.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from app.access.identity.links import make_link, start_over
from app.persistence.clinic_store import Actor, ClinicStore, ClinicUnit, ClinicUnknown
from app.persistence.repositories.clinics import ClinicRecord, ClinicRepository
from app.persistence.repositories.identity.accounts import Account
from app.persistence.repositories.people.people import NewPerson
from app.runtime.ids import new_clinic_id, new_person_id
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import ClinicId, PersonId
from clinic.common.local_time import find_zone
from clinic.identity.access import PrincipalKind
from clinic.identity.links import LinkPurpose
from clinic.identity.roles import StaffRole
from clinic.people.contact import SafeChannel
from clinic.people.fields.email import email_problem, tidy_email
from clinic.people.fields.text import is_blank, tidy
from clinic.people.person import LIMITS, PersonFields, PersonKind

__all__ = ["OWNERS_ROLES", "Founded", "found_clinic", "list_clinics", "recover_clinic", "rotate_key"]

OPERATOR: Final = Actor("operator")
OWNERS_ROLES: Final = frozenset({StaffRole.OWNER, StaffRole.CLINICAL_DIRECTOR, StaffRole.CLINICIAN})
"""What somebody who runs a practice alone has to be. With colleagues they give some of it away."""
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Founded:
    """A clinic whose owner can come in, and the secret of their link."""

    clinic: ClinicId
    owner: PersonId
    secret: str = field(repr=False)


async def found_clinic(
    store: ClinicStore, name: str, email: str, time_zone: str, now: datetime, *, owner_name: str | None = None
) -> Founded:
    """Found a clinic, with keys of its own and an owner who has a link to come in by.

    Args:
        owner_name: As the others will see it. Without one they are called by their address until they say how.

    Raises:
        Invalid: ``name.empty``, ``name.too_long``, ``name.unprintable``, ``email.malformed`` or ``time_zone.unknown``,
            all that hold; of ``owner_name`` those of a clinic's name.
    """
    name, email = name.strip(), tidy_email(email)
    owner_name = None if owner_name is None else tidy(owner_name)
    _check_form(name, email, time_zone, owner_name)
    clinic = new_clinic_id()
    async with store.create(clinic, name, time_zone, OPERATOR, now) as unit:
        unit.note("clinic.create", clinic)
        owner = await _add_owner(store, unit, email, owner_name)
        return Founded(clinic, owner.person, await make_link(unit, owner, LinkPurpose.OWNER))


async def recover_clinic(store: ClinicStore, clinic: ClinicId, email: str, now: datetime) -> Founded:
    """Give a clinic an owner who can come in, when the owner is gone or has lost everything.

    Every owner's sign-ins end. Whoever has this address becomes an owner and starts over; if the clinic knows nobody by
    it, there is a new person.

    Raises:
        Invalid: ``email.malformed``.
        Refused: ``clinic.unknown``. ``recover.client``, ``recover.archived``: the address is a client's, or of somebody
            who is archived.
    """
    email = tidy_email(email)
    if email_problem(email):
        raise Invalid([FieldError("email", "email.malformed")])
    try:
        async with store.write(clinic, OPERATOR, now) as unit:
            for other in await unit.roles.holders(StaffRole.OWNER):
                await unit.sign_ins.revoke_all(other, now)
                await unit.tokens.withdraw(other, now)
            owner = await _find_owner(store, unit, email)
            await start_over(unit, owner.person)
            unit.note("clinic.recover", clinic, owner.person)
            return Founded(clinic, owner.person, await make_link(unit, owner, LinkPurpose.OWNER))
    except ClinicUnknown:
        raise Refused("clinic.unknown") from None


async def rotate_key(store: ClinicStore, clinic: ClinicId, now: datetime) -> int:
    """Give a clinic a new key, which encrypts from now on; return how many it has.

    What was encrypted before stays readable by the keys before it. A service that runs goes on: it meets the new key at
    its next request.

    Raises:
        Refused: ``clinic.unknown``; ``keys.changed``: somebody else gave it one at the same time.
    """
    try:
        async with store.write(clinic, OPERATOR, now) as unit:
            assert unit.clinic.data_key is not None, "it was opened with it"
            keys = unit.keys.with_new_key()
            kept = await ClinicRepository(unit.session).keep_keys(
                clinic, unit.clinic.data_key, store.key.wrap(keys)
            )
            if not kept:
                raise Refused("keys.changed")
            unit.note("clinic.key", clinic)
            return len(keys.all)
    except ClinicUnknown:
        raise Refused("clinic.unknown") from None


async def list_clinics(store: ClinicStore) -> list[ClinicRecord]:
    """Return all clinics of the installation, by name."""
    async with store.database.transaction(writes=False) as session:
        return await ClinicRepository(session).all()


def _check_form(name: str, email: str, time_zone: str, owner_name: str | None) -> None:
    errors = _name_errors("name", name, _LONGEST_NAME)
    if owner_name is not None:
        errors += _name_errors("owner_name", owner_name, LIMITS["display_name"])
    if email_problem(email):
        errors.append(FieldError("email", "email.malformed"))
    if find_zone(time_zone) is None:
        errors.append(FieldError("time_zone", "time_zone.unknown"))
    if errors:
        raise Invalid(errors)


def _name_errors(field_name: str, name: str, longest: int) -> list[FieldError]:
    if is_blank(name):
        return [FieldError(field_name, "name.empty")]
    if not name.isprintable():
        return [FieldError(field_name, "name.unprintable")]
    return [FieldError(field_name, "name.too_long")] if len(name) > longest else []


async def _find_owner(store: ClinicStore, unit: ClinicUnit, email: str) -> Account:
    known = await unit.people.with_email(email)
    if known is None:
        return await _add_owner(store, unit, email)
    account = await unit.accounts.find(known)
    if account is None:
        raise Refused("recover.archived")
    if account.kind is not PrincipalKind.STAFF:
        raise Refused("recover.client")
    await unit.accounts.ensure(known, store.key.login_hash(email), unit.now)
    await unit.roles.put(known, await unit.roles.of(known) | {StaffRole.OWNER})
    return account


async def _add_owner(store: ClinicStore, unit: ClinicUnit, email: str, name: str | None = None) -> Account:
    fields = PersonFields(
        kind=PersonKind.STAFF,
        # The list of their first day then asks how they are called.
        display_name=name or email.partition("@")[0][: LIMITS["display_name"]],
        time_zone=unit.clinic.time_zone,
        email=email,
        safe_channel=SafeChannel.EMAIL,
    )
    owner = new_person_id()
    await unit.people.add([NewPerson(owner, fields)], unit.now)
    await unit.accounts.ensure(owner, store.key.login_hash(email), unit.now)
    await unit.roles.put(owner, OWNERS_ROLES)
    account = await unit.accounts.find(owner)
    assert account is not None, "they were just added"
    return account
