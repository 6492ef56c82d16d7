"""Sessions of this week in which a client could make up for what they missed. Pure.

Only open meetings of the client's own kind of group come into question: never a session of a couple or of one person,
and no closed group. What speaks against a single one, such as R8, is asked of ``clinic.schedule.conflicts``.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from clinic.common.ids import AppointmentId, PersonId
from clinic.programme.cohorts import Admission, Cohort
from clinic.programme.minutes import Counting
from clinic.programme.tracks import SERVICES

__all__ = ["KINDS", "Offer", "candidates"]

KINDS: Final = frozenset({"group", "psychoeducation"})
"""Kinds of sessions that somebody may visit once."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A session that is planned for a cohort."""

    id: AppointmentId
    begins: datetime
    ends: datetime
    kind: str
    cohort: Cohort
    people: frozenset[PersonId]


def candidates(
    offers: Iterable[Offer],
    client: PersonId,
    own: Collection[Cohort],
    counting: Counting,
    now: datetime,
) -> list[Offer]:
    """Return the sessions to come that count and would suit, the earliest first.

    Args:
        own: The cohorts that the client is in.
    """
    kinds = {(cohort.program, cohort.track) for cohort in own}
    found = [
        one
        for one in offers
        if one.begins > now
        and one.kind in KINDS
        and SERVICES[one.kind] in counting.services
        and client not in one.people
        and one.cohort.admission is Admission.ROLLING
        and (one.cohort.program, one.cohort.track) in kinds
    ]
    return sorted(found, key=lambda one: (one.begins, one.id))
