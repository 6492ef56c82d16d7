"""Adding and changing people."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.access.people.finding import find_known
from app.access.people.people import PersonView, view_person
from app.access.reading import relations
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import NewPerson, PersonRecord
from app.runtime.ids import new_person_id
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, check, may
from clinic.identity.links import LinkPurpose
from clinic.identity.roles import check_rank
from clinic.people.fields.locale import language_problem, tidy_language
from clinic.people.person import PersonFields, PersonKind, check_person, tidy_person

__all__ = [
    "LoginHash",
    "add_person",
    "change_person",
    "find_changeable",
    "follow_address",
    "store_change",
]

LoginHash = Callable[[str], bytes]
"""Returns the hash by which an address is looked up when somebody signs in."""


async def add_person(
    unit: ClinicUnit, principal: Principal, typed: PersonFields, more_languages: Sequence[str]
) -> PersonView:
    """Add a client, or a member of staff who has no role yet.

    Raises:
        Refused: ``access.denied``, or ``access.proof_needed`` for staff.
        Invalid: What is wrong with the fields; ``field.taken`` for an address that somebody has.
    """
    action = Action.STAFF_MANAGE if typed.kind is PersonKind.STAFF else Action.PEOPLE_WRITE
    check(principal, action, unit.now)
    fields, more = await _checked(unit, typed, more_languages, None)
    person = new_person_id()
    await unit.people.add([NewPerson(person, fields, more)], unit.now)
    unit.note("person.add", person, kind=fields.kind.value)
    record = await unit.people.find(person)
    assert record is not None, "it was just added"
    return await view_person(unit, principal, record)


async def change_person(
    unit: ClinicUnit,
    principal: Principal,
    person: PersonId,
    version: int,
    changes: Mapping[str, Any],
    more_languages: Sequence[str] | None,
    login_hash: LoginHash,
) -> PersonView:
    """Change some fields of a person.

    Args:
        version: The one that the principal has seen.
        changes: New values, by the name of the field of `PersonFields`.
        more_languages: None leaves them.
        login_hash: A person who signs in does so with their new address.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``access.not_yours``, ``roles.not_grantable``,
            ``person.unknown``, ``people.archived`` or ``version.other``.
        Invalid: As with `add_person`.
    """
    record = await find_changeable(unit, principal, person)
    after = await store_change(unit, record, version, changes, more_languages)
    await follow_address(unit, record, after.fields.email, login_hash)
    return await view_person(unit, principal, after)


async def find_changeable(unit: ClinicUnit, principal: Principal, person: PersonId) -> PersonRecord:
    """Return a person whose record the principal may change. Staff whose roles are beyond them are out of their reach.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``access.not_yours``, ``roles.not_grantable`` or
            ``person.unknown``.
    """
    if not may(principal, Action.STAFF_MANAGE):
        check(principal, Action.PEOPLE_WRITE, unit.now)
    record = await find_known(unit, principal, person)
    if record.fields.kind is PersonKind.STAFF:
        check(principal, Action.STAFF_MANAGE, unit.now)
        check_rank(principal.roles, await unit.roles.of(record.id))
        return record
    check(principal, Action.PEOPLE_WRITE, unit.now)
    if not (await relations(unit, principal, record.id)).sees_contact:
        raise Refused("access.not_yours", Action.PEOPLE_WRITE)
    return record


async def follow_address(unit: ClinicUnit, before: PersonRecord, email: str, login_hash: LoginHash) -> None:
    """Let an account be found by its person's new address. Links that were sent to the old one are withdrawn."""
    if email == before.fields.email:
        return
    await unit.links.withdraw_all(before.id, tuple(LinkPurpose), unit.now)
    account = await unit.accounts.find(before.id)
    if account is not None and account.email_hash is not None:
        await unit.accounts.ensure(before.id, login_hash(email) if email else None, unit.now)


async def store_change(
    unit: ClinicUnit,
    record: PersonRecord,
    version: int,
    changes: Mapping[str, Any],
    more_languages: Sequence[str] | None,
) -> PersonRecord:
    """Check and store the changes of a person, and return them as they are then.

    Raises:
        Refused: ``people.archived`` or ``version.other``.
        Invalid: As with `add_person`.
    """
    if record.archived_at is not None:
        raise Refused("people.archived")
    if record.version != version:
        raise Refused("version.other")
    more = record.more_languages if more_languages is None else more_languages
    fields, more = await _checked(unit, replace(record.fields, **changes), more, record.id)
    if not await unit.people.change(record, fields, more):
        raise Refused("version.other")
    changed = [name for name in changes if getattr(fields, name) != getattr(record.fields, name)]
    unit.note("person.change", record.id, fields=",".join(sorted(changed)))
    return replace(record, fields=fields, more_languages=more, version=version + 1)


async def _checked(
    unit: ClinicUnit, typed: PersonFields, more_languages: Sequence[str], person: PersonId | None
) -> tuple[PersonFields, tuple[str, ...]]:
    """Return the fields and further languages as they are kept."""
    errors = check_person(typed)
    fields = tidy_person(typed)
    more = tuple(dict.fromkeys(tidy_language(one) for one in more_languages))
    more = tuple(one for one in more if one != fields.language)
    if any(language_problem(one) for one in more) and not any(one.field == "language" for one in errors):
        errors.append(FieldError("language", "field.language"))
    if fields.email and not any(one.field == "email" for one in errors):
        holder = await unit.people.with_email(fields.email)
        if holder not in (None, person):
            errors.append(FieldError("email", "field.taken"))
    if errors:
        raise Invalid(errors)
    return fields, more
