"""What clients have signed."""

from functools import partial

from app.access.records.exports.sources.rows import BATCH, Batch, Cursor, Leaving, Row
from app.exports.fhir.ids import fhir_id, own_id
from app.exports.fhir.resources.consents import consent
from app.exports.fhir.search import Search
from clinic.common.ids import RecipientId
from clinic.consents.documents import DocumentKind
from clinic.consents.grants import GrantState, state_at

__all__ = ["consents"]


async def consents(leaving: Leaving, search: Search, after: Cursor) -> Batch:
    """Read signatures. One under Part 2 leaves for the recipient that it names alone, while it is in force.

    A signature of somebody all of whose care is protected is protected, too.
    """
    unit = leaving.unit
    wanted = None if search.ids is None else {own_id(each) or "" for each in search.ids}
    found = await unit.outward.records.grants(after[0] if after else "", BATCH, search.patient, wanted)
    grants = sorted(await unit.grants.find_all(found), key=lambda each: each.id)
    care = await leaving.care_of({each.person for each in grants})
    recipients = {each.id: each.name for each in await unit.recipients.all()}
    rows = []
    for one in grants:
        named = one.terms.recipient if one.terms else None
        is_part2 = one.key.kind is DocumentKind.PART2
        if is_part2 and named != leaving.recipient:
            continue
        hidden = care[one.person].protected and not care[one.person].other
        name = recipients.get(RecipientId(named), "") if named else ""
        in_force = state_at(one, unit.now) is GrantState.IN_FORCE
        rows.append(
            Row(
                fhir_id(one.id),
                (one.id,),
                one.person,
                partial(consent, one, unit.clinic.name, name, unit.now),
                protected=is_part2 or hidden,
                status="active" if in_force else "inactive",
                when=(one.signed_at, None),
            )
        )
    return Batch(rows, (found[-1],) if len(found) == BATCH else None)
