"""Groups, episodes of care, and care teams."""

from datetime import date, datetime, time, tzinfo
from functools import partial
from typing import Final

from app.access.records.exports.sources.people import next_clients
from app.access.records.exports.sources.rows import BATCH, Batch, Cursor, Leaving, Row
from app.exports.fhir.ids import fhir_id, own_id
from app.exports.fhir.resources.programme import care_team, episode_of_care, group
from app.exports.fhir.search import Search
from clinic.care_team.reading import Category
from clinic.care_team.roles import CareTeamRole
from clinic.common.ids import PersonId

__all__ = ["care_teams", "episodes_of_care", "groups"]

_MOST_PROGRAMS: Final = 10_000


async def groups(leaving: Leaving, search: Search, after: Cursor) -> Batch:
    """Read groups. A protected group leaves with those members alone whose consent names the recipient."""
    unit, known = leaving.unit, await leaving.groups()
    wanted = None if search.ids is None else {own_id(each) or "" for each in search.ids}
    if leaving.group is not None:
        wanted = {leaving.group} if wanted is None else wanted & {leaving.group}
    found = await unit.outward.records.cohorts(after[0] if after else "", BATCH, wanted)
    members = await unit.outward.records.memberships(found)
    rows, left_out = [], set[PersonId]()
    for cohort in found:
        stored, protected = await unit.programme.cohort(cohort, leaving.today), known[cohort].is_protected
        if stored is None:
            continue
        shown = members.get(cohort, [])
        if protected:
            people = {each.person for each in shown}
            open_ = await leaving.may_go(people, Category.SUD_TRACK)
            left_out |= people - open_
            shown = [each for each in shown if each.person in open_]
        active = stored.archived is None
        make = partial(group, stored.cohort, shown, leaving.today, active=active, protected=protected)
        # The group itself names nobody; what is protected are its members.
        rows.append(Row(fhir_id(cohort), (cohort,), None, make))
    return Batch(rows, (found[-1],) if len(found) == BATCH else None, frozenset(left_out))


async def episodes_of_care(leaving: Leaving, search: Search, after: Cursor) -> Batch:
    """Read episodes."""
    unit, zone, today = leaving.unit, leaving.unit.zone, leaving.today
    wanted = None if search.ids is None else {own_id(each) or "" for each in search.ids}
    clients = leaving.only if search.patient is None else {search.patient}
    found = await unit.outward.records.next_episodes(after[0] if after else "", BATCH, clients, wanted)
    programs = {each.program.id: each.program for each in await unit.programme.programs(None, _MOST_PROGRAMS)}
    rows = []
    for one in found:
        program = programs[one.program]
        make = partial(episode_of_care, one, program, unit.clinic.name, today, protected=program.part2)
        status = "planned" if today < one.since else "active" if one.holds(today) else "finished"
        when = (_midnight(one.since, zone), _midnight(one.until, zone) if one.until else None)
        rows.append(
            Row(
                fhir_id(one.id),
                (one.id,),
                one.client,
                make,
                protected=program.part2,
                status=status,
                when=when,
            )
        )
    return Batch(rows, (found[-1].id,) if len(found) == BATCH else None)


async def care_teams(leaving: Leaving, search: Search, after: Cursor) -> Batch:
    """Read who looks after each client. A counselor for substance use is named with a consent alone.

    That one is not named is not counted: it would tell of the client whose team it is.
    """
    unit = leaving.unit
    people, following = await next_clients(leaving, search, after)
    care, open_ = await leaving.care_of(people), await leaving.may_go(people, Category.SUD_TRACK)
    assigned = [each.assignment for each in await unit.assignments.of_clients(people, unit.now)]
    names = await unit.people.names({each.clinician for each in assigned})
    rows = []
    for client in people:
        hidden = care[client].protected and not care[client].other
        team = [
            each
            for each in assigned
            if each.client == client and (client in open_ or each.role is not CareTeamRole.SUD_COUNSELOR)
        ]
        if team:
            make = partial(
                care_team,
                client,
                sorted(team, key=lambda each: (each.period.since, each.clinician, each.role)),
                {person: named.name for person, named in names.items()},
                unit.clinic.name,
                protected=hidden or (care[client].protected and client in open_),
            )
            rows.append(Row(fhir_id(client), (client,), client, make, protected=hidden))
    return Batch(rows, following)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)
