"""Who sees what of the airtime (domain.md 1.9): facilitators the shares, a person who asks one word. Pure.

Never a ranking and never shown to the group: nothing here is ordered by amount, and nobody but staff sees a number.
"""

from enum import StrEnum
from typing import Any

from rooms.model.ids import PersonId
from rooms.talk_time.fair_share import UNDER_AFTER_S, WINDOW_MINUTES, AirtimeReport, PersonShare, UnitShare

__all__ = ["OwnShare", "airtime_view", "own_share"]

_MORE, _LESS = 1.5, 0.5
"""Times the fair share; within these, a person has spoken about as much as others."""


class OwnShare(StrEnum):
    """What a person may be told about oneself: beside the others, never how much anybody spoke."""

    MORE = "more"
    ABOUT_AS_MUCH = "about_as_much"
    LESS = "less"


def own_share(person: PersonId, report: AirtimeReport) -> OwnShare | None:
    """Return the word for a person who wants to know; None while there is no honest one.

    There is none before the group has spoken for five minutes, of levels that are not believed, and of a couple that
    cannot be told apart: it would speak of the partner.
    """
    found = report.people.get(person)
    if found is None or found.unreliable or not found.separated or report.total_s < UNDER_AFTER_S:
        return None
    if found.share > _MORE * found.fair:
        return OwnShare.MORE
    return OwnShare.LESS if found.share < _LESS * found.fair else OwnShare.ABOUT_AS_MUCH


def airtime_view(report: AirtimeReport) -> dict[str, Any]:
    """Build what facilitators see: whole seconds, shares to 1 %, by id and in no order of amount. JSON without nulls."""
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
