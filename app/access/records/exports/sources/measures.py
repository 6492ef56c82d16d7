"""Answers to PHQ-9 and GAD-7, and their scores. Nothing else that clients answer leaves."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Final

from app.access.records.exports.sources.rows import BATCH, Batch, Cursor, Leaving, Row
from app.exports.fhir.ids import fhir_id
from app.exports.fhir.made import Content
from app.exports.fhir.resources.measures import (
    QUESTIONNAIRES,
    Answered,
    observation,
    questionnaire_response,
)
from app.exports.fhir.search import Search
from clinic.care_team.reading import Category
from clinic.measures.responses import Response

__all__ = ["observations", "questionnaire_responses"]

_FIRST: Final = datetime(2000, 1, 1, tzinfo=UTC)


async def questionnaire_responses(leaving: Leaving, search: Search, after: Cursor) -> Batch:
    """Read answers."""
    return await _responses(leaving, search, after, lambda one: partial(questionnaire_response, one))


async def observations(leaving: Leaving, search: Search, after: Cursor) -> Batch:
    """Read scores; too few answers have none."""

    def make(one: Answered) -> Callable[[], Content] | None:
        return None if one.total is None else partial(observation, one, one.total)

    return await _responses(leaving, search, after, make)


async def _responses(
    leaving: Leaving,
    search: Search,
    after: Cursor,
    make: Callable[[Answered], Callable[[], Content] | None],
) -> Batch:
    """Read in the order of time. What somebody answered while some of their care was protected is protected."""
    if search.patient is not None:
        found, full = await leaving.unit.measures.sent([search.patient]), False
        found = [each for each in found if not after or _cursor(each) > after]
    else:
        since, last = (datetime.fromisoformat(after[0]), after[1]) if after else (_FIRST, "")
        found = await leaving.unit.measures.sent_since(since, last, BATCH)
        full = len(found) == BATCH
    known = [each for each in found if each.instrument in QUESTIONNAIRES]
    care = await leaving.care_of({each.client for each in known})
    rows = []
    for each in known:
        one = _answered(each, protected=care[each.client].protected)
        made = make(one)
        if made is not None:
            rows.append(
                Row(
                    fhir_id(each.id),
                    _cursor(each),
                    each.client,
                    made,
                    protected=one.protected,
                    category=Category.MEASURES,
                    when=(each.answered_at, None),
                )
            )
    return Batch(rows, _cursor(found[-1]) if full else None)


def _cursor(one: Response) -> Cursor:
    return one.answered_at.astimezone(UTC).isoformat(), one.id


def _answered(one: Response, *, protected: bool) -> Answered:
    total = None if one.score.total is None else round(one.score.total)
    return Answered(
        one.id, one.client, one.instrument, one.answered_at, one.answers, total, protected=protected
    )
