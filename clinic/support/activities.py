"""Sober activities: what people do together outside treatment. They are planned by staff and never billed. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from clinic.common.errors import FieldError, Refused
from clinic.common.ids import PersonId, ProgramId
from clinic.people.fields.text import text_problem

__all__ = [
    "AHEAD",
    "DETAILS_LIMIT",
    "LENGTH_MIN",
    "MOST_PEOPLE",
    "PLACE_LIMIT",
    "TITLE_LIMIT",
    "ActivityAudience",
    "Reply",
    "SoberActivity",
    "check_activity",
    "is_for",
    "is_news",
    "reply",
]

TITLE_LIMIT: Final = 80
PLACE_LIMIT: Final = 160
DETAILS_LIMIT: Final = 600
LENGTH_MIN: Final = (15, 24 * 60)
"""From a quarter of an hour to a day."""
AHEAD: Final = timedelta(days=366)
"""How far ahead one may be planned."""
MOST_PEOPLE: Final = 500


class ActivityAudience(StrEnum):
    """Who may come."""

    EVERYONE = "everyone"
    ALUMNI = "alumni"
    """Those who are discharged."""


@dataclass(frozen=True, slots=True)
class SoberActivity:
    """One activity.

    Attributes:
        programs: Only for those who are or were enrolled in one of these; empty for all.
        capacity: How many may come; None for any number.
        cancelled: It does not take place.
    """

    id: str
    title: str
    place: str
    details: str
    begins: datetime
    ends: datetime
    audience: ActivityAudience = ActivityAudience.EVERYONE
    programs: frozenset[ProgramId] = frozenset()
    capacity: int | None = None
    cancelled: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class Reply:
    """Whether somebody comes, and whether the others see the name that they have chosen for the network."""

    person: PersonId
    coming: bool
    shows_name: bool = False


def check_activity(one: SoberActivity, now: datetime) -> list[FieldError]:
    """Return what is wrong with an activity, its texts tidied: ``activity.past``, ``activity.far``, ``activity.length``,
    ``activity.capacity``, and the codes of ``text_problem``."""
    texts = {
        "title": text_problem(one.title, TITLE_LIMIT, required=True),
        "place": text_problem(one.place, PLACE_LIMIT, required=True),
        "details": text_problem(one.details.replace("\n", " "), DETAILS_LIMIT),
    }
    errors = [FieldError(name, code) for name, code in texts.items() if code]
    if one.begins <= now:
        errors.append(FieldError("starts", "activity.past"))
    elif one.begins > now + AHEAD:
        errors.append(FieldError("starts", "activity.far"))
    low, high = LENGTH_MIN
    if not timedelta(minutes=low) <= one.ends - one.begins <= timedelta(minutes=high):
        errors.append(FieldError("length_min", "activity.length"))
    if one.capacity is not None and not 1 <= one.capacity <= MOST_PEOPLE:
        errors.append(FieldError("capacity", "activity.capacity"))
    return errors


def is_for(one: SoberActivity, programs: frozenset[ProgramId], *, alumni: bool) -> bool:
    """Return whether somebody may come who is or was enrolled in these programmes."""
    return (alumni or one.audience is ActivityAudience.EVERYONE) and (
        not one.programs or not one.programs.isdisjoint(programs)
    )


def is_news(before: SoberActivity, after: SoberActivity) -> bool:
    """Return whether those who come have to be told: it is at another time or place, or does not take place."""

    def told(one: SoberActivity) -> SoberActivity:
        return replace(one, title="", details="", capacity=None, version=0)

    return told(before) != told(after)


def reply(one: SoberActivity, made: Reply, replies: tuple[Reply, ...], now: datetime) -> Reply:
    """Check that somebody may reply and return it. Who does not come shows no name.

    Args:
        replies: What everybody has replied; the person's own is replaced.

    Raises:
        Refused: ``activity.cancelled``; ``activity.over``: it has begun. ``activity.full``.
    """
    if one.cancelled:
        raise Refused("activity.cancelled")
    if one.begins <= now:
        raise Refused("activity.over")
    others = sum(each.coming for each in replies if each.person != made.person)
    if made.coming and one.capacity is not None and others >= one.capacity:
        raise Refused("activity.full")
    return made if made.coming else replace(made, shows_name=False)
