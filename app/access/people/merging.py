"""Records that may be of one person, and making one of two. It cannot be undone, so it can be tried first."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.access.people.changes import LoginHash, follow_address
from app.access.people.finding import find_known
from app.access.people.sign_ins import end_access
from app.access.reading import is_planner
from app.access.schedule.sessions.merges import check_sessions, check_team
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.people.people import Named, PersonRecord
from app.persistence.repositories.people.search import PeopleFilter
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import PersonId
from clinic.identity.access import Action, Principal, check
from clinic.identity.roles import check_rank
from clinic.people.merge import Likeness, MergePlan, Pair, Record, Side, likely_duplicates, plan_merge
from clinic.people.person import PersonFields, PersonKind, check_person, tidy_person
from clinic.programme.merged import merge_episodes, merge_memberships

__all__ = ["LikelyDuplicate", "duplicates_of", "likely_duplicates_of", "merge_people"]

_MOST = 20
"""Records that are looked at because of each name."""
_MOST_EPISODES = 1000
"""Episodes of each record; nobody has nearly as many."""


@dataclass(frozen=True, slots=True)
class LikelyDuplicate:
    """Somebody who may be the same person, and why."""

    person: Named
    likeness: Likeness


async def likely_duplicates_of(
    unit: ClinicUnit, principal: Principal, typed: PersonFields
) -> list[LikelyDuplicate]:
    """Return who may be the person that is about to be added, the likeliest first.

    Only planners know everybody; to others nothing is told.

    Raises:
        Refused: As with `add_person`.
        Invalid: As with `add_person`.
    """
    check(principal, Action.STAFF_MANAGE if typed.kind is PersonKind.STAFF else Action.PEOPLE_WRITE, unit.now)
    if errors := check_person(typed):
        raise Invalid(errors)
    return await _find(unit, typed, None) if is_planner(principal) else []


async def duplicates_of(unit: ClinicUnit, principal: Principal, person: PersonId) -> list[LikelyDuplicate]:
    """Return who may be the same person as somebody, the likeliest first.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed`` or ``person.unknown``.
    """
    check(principal, Action.PEOPLE_MERGE, unit.now)
    record = await find_known(unit, principal, person)
    if record.fields.kind is PersonKind.STAFF:
        check(principal, Action.STAFF_MANAGE, unit.now)
    return await _find(unit, record.fields, person)


async def _find(unit: ClinicUnit, typed: PersonFields, but: PersonId | None) -> list[LikelyDuplicate]:
    fields = tidy_person(typed)
    found: set[PersonId] = set()
    for name in {fields.display_name, fields.legal_name} - {""}:
        wanted = PeopleFilter({fields.kind: True}, name)
        found |= {one.id for one in await unit.search.find(wanted, None, _MOST)}
    if fields.email and (holder := await unit.people.with_email(fields.email)):
        found.add(holder)
    records = await unit.people.find_all(found - {but})
    others = {one.id: one for one in records if one.archived_at is None and one.fields.kind is fields.kind}
    likely = likely_duplicates(fields, ((one.id, one.fields) for one in others.values()))
    unit.note("person.duplicates", *(one.person for one in likely))
    return [
        LikelyDuplicate(Named(one.person, others[one.person].fields.display_name), one.likeness)
        for one in likely
    ]


async def merge_people(
    unit: ClinicUnit,
    principal: Principal,
    keep: PersonId,
    drop: PersonId,
    choices: Mapping[str, Side],
    login_hash: LoginHash,
    *,
    dry_run: bool,
) -> MergePlan:
    """Merge two records, or say what merging them would do.

    Args:
        login_hash: As with `change_person`.

    Raises:
        Refused: ``access.denied``, ``access.proof_needed``, ``person.unknown``; what `plan_merge` refuses;
            ``people.merged`` or ``people.archived`` of either; ``people.merge_account``: the dropped one can sign in,
            so it has to be the one that is kept; ``people.merge_live``: it is in a session now; ``people.merge_seats``:
            a coming session has a seat for each; ``people.merge_held``: a legal hold is on one of them.
        Conflicted: What `schedule.sessions.merges` refuses: as one, they would break R1, R8, or another rule of a
            session to come.
        Invalid: The choices make a person that cannot be.
    """
    check(principal, Action.PEOPLE_MERGE, unit.now)
    await unit.people.find_all([keep, drop], lock=True)
    await unit.appointments.lock()
    kept, dropped = [await find_known(unit, principal, person) for person in (keep, drop)]
    await _check_whole(unit, principal, kept, dropped)
    if not {keep, drop}.isdisjoint((await unit.holds.held()).people):
        raise Refused("people.merge_held")
    couples = await unit.couples.of([keep, drop])
    plan = plan_merge(await _record(unit, kept), await _record(unit, dropped), couples, choices)
    if errors := check_person(plan.merged):
        raise Invalid([FieldError(f"choices.{error.field}", error.code) for error in errors])
    await _check_rows(unit, keep, drop)
    pair = Pair(keep, drop)
    await check_team(unit, pair, couples)
    sessions = await check_sessions(unit, pair, couples)
    if not dry_run:
        await end_access(unit, drop)
        await unit.appointments.change(sessions)
        await _join_stays(unit, pair)
        rows = await unit.merging.move(drop, keep, unit.now)
        await unit.series.merge(pair)
        await unit.roles.put(drop, ())
        await unit.people.fold(drop, keep, unit.now)
        more = dict.fromkeys((*kept.more_languages, *dropped.more_languages))
        await unit.people.change(kept, plan.merged, tuple(one for one in more if one != plan.merged.language))
        await follow_address(unit, kept, plan.merged.email, login_hash)
        unit.note("person.merge", keep, drop, rows=rows)
    return plan


async def _check_whole(
    unit: ClinicUnit, principal: Principal, kept: PersonRecord, dropped: PersonRecord
) -> None:
    for record in (kept, dropped):
        if record.merged_into is not None:
            raise Refused("people.merged")
        if record.archived_at is not None:
            raise Refused("people.archived")
        if record.fields.kind is PersonKind.STAFF:
            check(principal, Action.STAFF_MANAGE, unit.now)
            check_rank(principal.roles, await unit.roles.of(record.id))


async def _record(unit: ClinicUnit, record: PersonRecord) -> Record:
    return Record(record.party, record.fields, await unit.departures.has_account(record.id))


async def _check_rows(unit: ClinicUnit, keep: PersonId, drop: PersonId) -> None:
    if await unit.departures.has_account(drop):
        raise Refused("people.merge_account")
    if await unit.merging.is_seated(drop, unit.now):
        raise Refused("people.merge_live")
    if await unit.merging.are_seated_together(keep, drop, unit.now):
        raise Refused("people.merge_seats")


async def _join_stays(unit: ClinicUnit, pair: Pair) -> None:
    """Make one stay of two in a group or programme where both records were in it at a time."""
    memberships = [
        one for person in (pair.keep, pair.drop) for one in await unit.programme.memberships_of(person)
    ]
    await unit.merging.put_memberships(memberships, merge_memberships(pair.keep, memberships))
    stored = [
        one
        for person in (pair.keep, pair.drop)
        for one in await unit.programme.episodes(person, None, _MOST_EPISODES)
    ]
    await unit.merging.put_episodes(merge_episodes(pair.keep, (one.episode for one in stored)))
