"""Who sees what of the talk time (docs/domain.md, Talk time): facilitators the shares, a person who asks one word. Pure.

There is no ranking, and the group sees nothing: values are not ordered by amount, and only staff see numbers.
"""

from enum import StrEnum
from typing import Any

from rooms.model.ids import PersonId
from rooms.talk_time.fair_share import UNDER_AFTER_S, WINDOW_MINUTES, AirtimeReport, PersonShare, UnitShare

__all__ = ["OwnShare", "airtime_view", "own_share"]

_MORE, _LESS = 1.5, 0.5
"""Times the fair share; within this range, a person has spoken about as much as others."""


class OwnShare(StrEnum):
    """What people may be told about themselves: relative to the others, never how much anybody spoke."""

    MORE = "more"
    ABOUT_AS_MUCH = "about_as_much"
    LESS = "less"


def own_share(person: PersonId, report: AirtimeReport) -> OwnShare | None:
    """Return the word for a person who wants to know; None if there is no honest one.

    There is none until the group has spoken for five minutes, if the levels are unreliable, or if a couple cannot be
    separated, since it would also describe the partner.
    """
    found = report.people.get(person)
    if found is None or found.unreliable or not found.separated or report.total_s < UNDER_AFTER_S:
        return None
    if found.share > _MORE * found.fair:
        return OwnShare.MORE
    return OwnShare.LESS if found.share < _LESS * found.fair else OwnShare.ABOUT_AS_MUCH


def airtime_view(report: AirtimeReport) -> dict[str, Any]:
    """Build what facilitators see: whole seconds, shares to 1 %, by id, not ordered by amount. JSON without nulls."""
    return {
        "window_s": 60 * WINDOW_MINUTES,
        "total_s": round(report.total_s),
        "people": {
            person: {
                **_amounts(found),
                "separated": found.separated,
                "unreliable": found.unreliable,
                **({"hint": found.hint.value} if found.hint else {}),
            }
            for person, found in report.people.items()
        },
        "units": {
            seat: {
                **_amounts(found),
                "people": list(found.people),
                "separated": found.separated,
                "unattributed_s": round(found.unattributed_s),
            }
            for seat, found in report.units.items()
        },
    }


def _amounts(found: PersonShare | UnitShare) -> dict[str, Any]:
    return {
        "seconds": round(found.seconds),
        "share": round(found.share, 2),
        "fair": round(found.fair, 2),
        "per_minute": [round(seconds) for seconds in found.per_minute],
    }
