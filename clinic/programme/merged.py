"""Two records of one client become one: what becomes of the groups and programmes that both were in. Pure.

Nobody is in a group or a programme twice on one day. Where both records were, the two stays are one, from the first day
of either to the last.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from clinic.common.ids import PersonId
from clinic.programme.cohorts import Membership
from clinic.programme.episodes import Episode

__all__ = ["MergedEpisodes", "merge_episodes", "merge_memberships"]


@dataclass(frozen=True, slots=True)
class MergedEpisodes:
    """Episodes of one client, where there were those of two records.

    Attributes:
        stay: All that there are now, in the order of their first days.
        gone: Those that became part of another.
    """

    stay: tuple[Episode, ...]
    gone: tuple[Episode, ...]


def merge_memberships(keep: PersonId, memberships: Iterable[Membership]) -> tuple[Membership, ...]:
    """Return the memberships of two records as those of the kept one, in the order of groups and days."""
    found: list[Membership] = []
    for each in sorted(memberships, key=lambda one: (one.cohort, one.since)):
        mine = replace(each, person=keep)
        if found and found[-1].cohort == mine.cohort and found[-1].meets(mine):
            found[-1] = replace(found[-1], until=_later(found[-1].until, mine.until))
        else:
            found.append(mine)
    return tuple(found)


def merge_episodes(keep: PersonId, episodes: Iterable[Episode]) -> MergedEpisodes:
    """Return the episodes of two records as those of the kept one.

    Of those that become one, level, target and id are the kept record's: the first one's of several.
    """
    stay: list[Episode] = []
    gone: list[Episode] = []
    for together in _together(sorted(episodes, key=lambda one: (one.program, one.since, one.id))):
        chosen = next((one for one in together if one.client == keep), together[0])
        until = together[0].until
        for one in together:
            until = _later(until, one.until)
        stay.append(replace(chosen, client=keep, since=together[0].since, until=until))
        gone += [one for one in together if one.id != chosen.id]
    return MergedEpisodes(tuple(sorted(stay, key=lambda one: (one.since, one.id))), tuple(gone))


def _together(episodes: Sequence[Episode]) -> list[list[Episode]]:
    """Return episodes of one programme that share days, group by group; they come in the order of their days."""
    groups: list[list[Episode]] = []
    until: date | None = None
    for each in episodes:
        if groups and groups[-1][0].program == each.program and (until is None or each.since < until):
            groups[-1].append(each)
            until = _later(until, each.until)
        else:
            groups.append([each])
            until = each.until
    return groups


def _later(one: date | None, other: date | None) -> date | None:
    """Return the later end; None is no end."""
    return None if one is None or other is None else max(one, other)
