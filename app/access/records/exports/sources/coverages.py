"""What pays for clients' care, as the clinic has entered it."""

from datetime import timedelta
from functools import partial

from app.access.records.exports.sources.rows import BATCH, Batch, Cursor, Leaving, Row
from app.exports.fhir.ids import fhir_id, own_id
from app.exports.fhir.resources.coverage import Covered, coverage
from app.exports.fhir.search import Search

__all__ = ["coverages"]


async def coverages(leaving: Leaving, search: Search, after: Cursor) -> Batch:
    """Read coverages. Those of somebody some of whose care is protected are protected: a plan may tell what for."""
    unit, today = leaving.unit, leaving.today
    wanted = None if search.ids is None else {own_id(each) or "" for each in search.ids}
    found = await unit.outward.records.coverages(after[0] if after else "", BATCH, search.patient, wanted)
    entered = sorted(await unit.coverage.find_all(found), key=lambda each: each.id)
    care = await leaving.care_of({each.client for each in entered})
    payers = {each.id: each.name for each in await unit.recipients.all()}
    rows = []
    for each in entered:
        one = Covered(
            each.id,
            each.client,
            payers.get(each.payer, ""),
            each.plan,
            each.member,
            each.from_on,
            each.last_on,
            protected=care[each.client].protected,
        )
        over = each.last_on is not None and each.last_on + timedelta(days=1) <= today
        rows.append(
            Row(
                fhir_id(each.id),
                (each.id,),
                each.client,
                partial(coverage, one, today),
                protected=one.protected,
                status="cancelled" if over else "active",
            )
        )
    return Batch(rows, (found[-1],) if len(found) == BATCH else None)
