"""The sessions that repeat every week: who leads them, who comes, and when, so that nobody is in two at once. Pure.

People are numbers: clinicians, clients, groups and couples are counted from 0. The first clients are in groups and have
sessions of their own; the last are the partners of couples.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bench.clinic.size import MEMBERS, ClinicSize

__all__ = ["DAYS", "LENGTH_MIN", "WeeklySession", "is_partner", "partners_of", "weekly_sessions"]

DAYS = 5
LENGTH_MIN = 45
"""All begin at a full hour and leave a quarter of an hour free, into which a session can be moved."""
_FIRST_HOUR, _HOURS = 8, 10
_STRIDE = 7
"""Sessions begin to look for an hour so far apart: the week fills evenly."""


@dataclass(frozen=True, slots=True)
class WeeklySession:
    """A session of every week.

    Attributes:
        kind: ``group``, ``couples`` or ``individual``.
        number: Of the group, the couple or the client.
        day: 0 is Monday.
        leaders: Clinicians; the first is the facilitator.
        members: Clients.
    """

    kind: str
    number: int
    leaders: tuple[int, ...]
    members: tuple[int, ...]
    day: int = 0
    hour: int = 0


def partners_of(size: ClinicSize, couple: int) -> tuple[int, int]:
    """Return the two clients of a couple."""
    first = size.clients - 2 * (couple + 1)
    return first, first + 1


def is_partner(size: ClinicSize, client: int) -> bool:
    """Return whether a client is in a couple."""
    return client >= size.clients - 2 * size.couples


def weekly_sessions(size: ClinicSize) -> list[WeeklySession]:
    """Return the sessions of a week, groups first. Raises ValueError if the people have no hour in common."""
    busy: set[tuple[str, int, int]] = set()
    return [_at_a_free_hour(each, place, busy) for place, each in enumerate(_wanted(size))]


def _wanted(size: ClinicSize) -> Iterator[WeeklySession]:
    everybody = size.clinicians
    for cohort in range(size.cohorts):
        members = tuple(range(MEMBERS * cohort, MEMBERS * (cohort + 1)))
        leaders = (2 * cohort) % everybody, (2 * cohort + 1) % everybody
        yield WeeklySession("group", cohort, leaders, members)
        yield WeeklySession("group", cohort, leaders, members)
    # Those who have led fewer groups come first.
    next_leader = 2 * size.cohorts
    for couple in range(size.couples):
        yield WeeklySession(
            "couples", couple, ((next_leader + couple) % everybody,), partners_of(size, couple)
        )
    next_leader += size.couples
    for client in range(size.individual):
        yield WeeklySession("individual", client, ((next_leader + client) % everybody,), (client,))


def _at_a_free_hour(session: WeeklySession, place: int, busy: set[tuple[str, int, int]]) -> WeeklySession:
    slots = DAYS * _HOURS
    for step in range(slots):
        slot = (place * _STRIDE + step) % slots
        taken = {("clinician", each, slot) for each in session.leaders}
        taken |= {("client", each, slot) for each in session.members}
        if busy.isdisjoint(taken):
            busy |= taken
            return replace(session, day=slot % DAYS, hour=_FIRST_HOUR + slot // DAYS)
    raise ValueError("the week is too short for all sessions")
