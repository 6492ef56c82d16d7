"""Who may take part in the support network, and in what of it. Pure.

Programmes forbid that clients exchange contacts while they are treated, so peer links begin after discharge unless the
clinic says otherwise.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from clinic.common.errors import FieldError
from clinic.common.ids import CohortId, PersonId
from clinic.people.couples import CoupleUnit
from clinic.programme.cohorts import Membership
from clinic.programme.episodes import Episode
from clinic.programme.levels import LevelOfCare

__all__ = [
    "CHECK_IN_DAYS",
    "DAYS_RANGE",
    "MOST_CHECK_INS",
    "SupportSettings",
    "check_settings",
    "discharged_on",
    "is_alumni",
    "known_from_groups",
    "partners_ever",
]

CHECK_IN_DAYS: Final = (7, 30, 91, 182, 365)
"""A week, and one, three, six and twelve months after discharge."""
DAYS_RANGE: Final = (1, 730)
MOST_CHECK_INS: Final = 8


@dataclass(frozen=True, slots=True)
class SupportSettings:
    """What a clinic has chosen.

    Attributes:
        during_programme: Whether people may find each other while they are still treated.
        check_in_days: How many days after discharge somebody is asked how they are.
    """

    during_programme: bool = False
    check_in_days: tuple[int, ...] = CHECK_IN_DAYS


def check_settings(settings: SupportSettings) -> list[FieldError]:
    """Return what is wrong: ``support.check_in_days``, too many, not in order, or out of range."""
    days = settings.check_in_days
    low, high = DAYS_RANGE
    in_order = list(days) == sorted(set(days))
    good = len(days) <= MOST_CHECK_INS and in_order and all(low <= day <= high for day in days)
    return [] if good else [FieldError("check_in_days", "support.check_in_days")]


def is_alumni(episodes: Iterable[Episode], day: date) -> bool:
    """Return whether somebody was treated here and is not any more; aftercare is no treatment."""
    treated = [each for each in episodes if each.level is not LevelOfCare.AFTERCARE]
    ended = any(each.until is not None and each.until <= day for each in treated)
    return ended and not any(each.holds(day) for each in treated)


def discharged_on(episodes: Iterable[Episode], day: date) -> date | None:
    """Return the first day after somebody's last treatment here; None while they are treated, or if they never were."""
    known = tuple(episodes)
    if not is_alumni(known, day):
        return None
    return max(
        each.until
        for each in known
        if each.level is not LevelOfCare.AFTERCARE and each.until is not None and each.until <= day
    )


def known_from_groups(
    person: PersonId, memberships: Mapping[CohortId, Collection[Membership]], day: date
) -> frozenset[PersonId]:
    """Return whom somebody was in a group with, until today.

    Nothing else decides: who of them is discharged, suspended or kept apart must not be seen from who is listed.

    Args:
        memberships: All memberships of the groups that the person is or was in.
    """
    found = set[PersonId]()
    for members in memberships.values():
        own = [each for each in members if each.person == person and each.since <= day]
        found |= {
            each.person for each in members if each.since <= day and any(each.meets(mine) for mine in own)
        }
    return frozenset(found - {person})


def partners_ever(person: PersonId, couples: Iterable[CoupleUnit]) -> frozenset[PersonId]:
    """Return everybody who is or was a partner of somebody.

    They are never linked, whatever their clearance: a rule that followed it would tell what it is.
    """
    return frozenset(
        partner for couple in couples if person in couple.partners for partner in couple.partners
    ) - {person}
