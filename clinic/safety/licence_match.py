"""Whether those who lead a session may treat somebody where they are today. Pure.

A clinician treats where the client is, not where the clinician is. What is not known is answered like a state that no
licence reaches.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from clinic.people.fields.states import STATES
from clinic.people.licences import Credentials, reach_of

__all__ = ["LicenceMatch", "match_licences", "may_treat"]


class LicenceMatch(StrEnum):
    """How the licences of those who lead a session fit the state in which somebody is."""

    ALL = "all"
    """Everybody who leads may treat there."""
    SOME = "some"
    """At least one of them may."""
    NONE = "none"
    """None of them may, or the state is not known."""


def may_treat(credentials: Credentials, state: str, day: date) -> bool:
    """Return whether a licence of theirs, or a privilege under a compact, reaches the state on that day."""
    return state in STATES and any(
        reached == state and day <= last for held in credentials.licences for reached, last in reach_of(held)
    )


def match_licences(leaders: Sequence[Credentials], state: str, day: date) -> LicenceMatch:
    """Return how the licences of a session's facilitators fit a state."""
    fitting = sum(may_treat(leader, state, day) for leader in leaders)
    if not fitting:
        return LicenceMatch.NONE
    return LicenceMatch.ALL if fitting == len(leaders) else LicenceMatch.SOME
