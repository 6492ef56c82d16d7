"""Patients, and the staff."""

from functools import partial

from app.access.records.exports.sources.rows import BATCH, Batch, Cursor, Leaving, Row
from app.exports.fhir.ids import fhir_id, own_id
from app.exports.fhir.resources.people import patient, practitioner, practitioner_role
from app.exports.fhir.search import Search
from app.persistence.repositories.people.people import PersonRecord
from clinic.common.ids import PersonId
from clinic.people.person import PersonKind

__all__ = ["next_clients", "patients", "practitioner_roles", "practitioners", "wanted_people"]


def wanted_people(leaving: Leaving, search: Search) -> set[PersonId] | None:
    """Return which people are looked for whose id is the resource's; None for all."""
    wanted = None if search.ids is None else {PersonId(own_id(each) or "") for each in search.ids}
    for some in (leaving.only, None if search.patient is None else frozenset({search.patient})):
        if some is not None:
            wanted = set(some) if wanted is None else wanted & some
    return wanted


async def next_clients(
    leaving: Leaving, search: Search, after: Cursor
) -> tuple[list[PersonId], Cursor | None]:
    """Return the clients of the next batch of what there is once for each, and the cursor after them."""
    start = after[0] if after else ""
    found = await leaving.unit.outward.records.people(
        PersonKind.CLIENT, start, BATCH, wanted_people(leaving, search)
    )
    return found, (found[-1],) if len(found) == BATCH else None


async def patients(leaving: Leaving, search: Search, after: Cursor) -> Batch:
    """Read clients. Somebody all of whose care is protected is so, too."""
    people, following = await next_clients(leaving, search, after)
    care = await leaving.care_of(people)
    rows = []
    for record in await leaving.unit.people.find_all(people):
        hidden = care[record.id].protected and not care[record.id].other
        make = partial(patient, record.id, record.fields, active=record.archived_at is None, protected=hidden)
        rows.append(Row(fhir_id(record.id), (record.id,), record.id, make, protected=hidden))
    return Batch(rows, following)


async def practitioners(leaving: Leaving, search: Search, after: Cursor) -> Batch:
    """Read the staff."""
    staff, following = await _next_staff(leaving, search, after)
    rows = [
        Row(
            fhir_id(each.id),
            (each.id,),
            None,
            partial(practitioner, each.id, each.fields, active=each.archived_at is None),
        )
        for each in staff
    ]
    return Batch(rows, following)


async def practitioner_roles(leaving: Leaving, search: Search, after: Cursor) -> Batch:
    """Read what the staff do."""
    staff, following = await _next_staff(leaving, search, after)
    rows = []
    for each in staff:
        make = partial(
            practitioner_role,
            each.id,
            each.fields.display_name,
            await leaving.unit.roles.of(each.id),
            leaving.unit.clinic.name,
            active=each.archived_at is None,
        )
        rows.append(Row(fhir_id(each.id), (each.id,), None, make))
    return Batch(rows, following)


async def _next_staff(
    leaving: Leaving, search: Search, after: Cursor
) -> tuple[list[PersonRecord], Cursor | None]:
    start = after[0] if after else ""
    wanted = None if search.ids is None else {PersonId(own_id(each) or "") for each in search.ids}
    found = await leaving.unit.outward.records.people(PersonKind.STAFF, start, BATCH, wanted)
    return await leaving.unit.people.find_all(found), (found[-1],) if len(found) == BATCH else None
