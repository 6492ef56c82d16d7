"""Episodes of care: enrolment, discharge, and what discharge ends. Pure.

Days are local days of the clinic. An episode holds from its first day until, and without, ``until``.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from clinic.common.errors import Refused
from clinic.common.ids import CohortId, EpisodeId, PersonId, ProgramId
from clinic.programme.cohorts import Membership, leave
from clinic.programme.levels import LevelOfCare
from clinic.programme.programs import check_target

__all__ = ["Discharge", "Episode", "discharge", "enrol"]


@dataclass(frozen=True, slots=True)
class Episode:
    """One client's stay in a programme.

    Attributes:
        since: The day of enrolment.
        until: The first day after discharge; None while it is open.
        target_min: Programme minutes a week that this client is to have.
    """

    id: EpisodeId
    client: PersonId
    program: ProgramId
    since: date
    until: date | None
    level: LevelOfCare
    target_min: int

    def holds(self, day: date) -> bool:
        """Return whether the client is enrolled on that day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Discharge:
    """What a discharge changes.

    Attributes:
        ended: Memberships that now end with the episode.
        withdrawn: Memberships that would have begun later and never hold.
    """

    episode: Episode
    ended: tuple[Membership, ...]
    withdrawn: tuple[Membership, ...]


def enrol(episode: Episode, episodes: Iterable[Episode]) -> Episode:
    """Check that a client may be enrolled and return the episode.

    Args:
        episodes: All of this client; those of other clients and programmes are ignored.

    Raises:
        Refused: ``programme.period``: it ends before it begins. ``programme.target``: no week holds the target.
            ``programme.enrolled``: the client is in this programme on some of these days.
    """
    if episode.until is not None and episode.until <= episode.since:
        raise Refused("programme.period")
    if check_target(episode.target_min):
        raise Refused("programme.target")
    for other in episodes:
        same = (other.client, other.program) == (episode.client, episode.program) and other.id != episode.id
        if same and _meet(episode, other):
            raise Refused("programme.enrolled")
    return episode


def discharge(
    episode: Episode, until: date, memberships: Iterable[Membership], cohorts: Iterable[CohortId]
) -> Discharge:
    """End an episode and, with it, the client's memberships in the programme's cohorts.

    Args:
        until: The first day on which the client is no longer enrolled.
        memberships: Those of other people and cohorts are ignored.
        cohorts: The programme's.

    Raises:
        Refused: ``programme.period``: that would be before the enrolment. ``programme.discharged``: the episode has
            ended by then.
    """
    if until <= episode.since:
        raise Refused("programme.period")
    if episode.until is not None and episode.until < until:
        raise Refused("programme.discharged")
    ours = frozenset(cohorts)
    open_then = [
        each
        for each in memberships
        if each.person == episode.client
        and each.cohort in ours
        and (each.until is None or each.until > until)
    ]
    left = [(each, leave(each, until)) for each in open_then]
    return Discharge(
        replace(episode, until=until),
        tuple(ended for _, ended in left if ended is not None),
        tuple(each for each, ended in left if ended is None),
    )


def _meet(one: Episode, other: Episode) -> bool:
    return (one.until is None or other.since < one.until) and (other.until is None or one.since < other.until)
