"""Who is planned for a session and why: people invited to it, and the members of its cohort on that day. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from clinic.common.ids import CohortId, PersonId
from clinic.people.merge import Pair

__all__ = ["LEADING", "STAFF", "Attendee", "Role", "members_of", "merged_people", "with_members"]


class Role(StrEnum):
    """A person's role in a session; the words are those of the room."""

    FACILITATOR = "facilitator"
    CO_FACILITATOR = "co_facilitator"
    TECH_HOST = "tech_host"
    OBSERVER = "observer"
    TRAINEE = "trainee"
    INTERPRETER = "interpreter"
    CAPTIONER = "captioner"
    MEMBER = "member"


LEADING = frozenset({Role.FACILITATOR, Role.CO_FACILITATOR})
"""These lead a session, and a licensed one of them must be there."""

STAFF = LEADING | {Role.TECH_HOST, Role.TRAINEE}
"""These run a session. Observers watch it; interpreters and captioners serve its members."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person who is planned for a session.

    Attributes:
        cohort: The cohort that brings a member here; None for people who are invited themselves.
        serves: The member whom an interpreter or captioner serves; None for everybody.
    """

    person: PersonId
    role: Role = Role.MEMBER
    cohort: CohortId | None = None
    serves: PersonId | None = None


def members_of(people: Iterable[Attendee]) -> tuple[PersonId, ...]:
    """Return the clients among the people, in order."""
    return tuple(each.person for each in people if each.role is Role.MEMBER)


def with_members(
    people: Iterable[Attendee], cohort: CohortId, members: Iterable[PersonId]
) -> tuple[Attendee, ...]:
    """Return the people of a session with the cohort's members of its day.

    Who is invited themselves stays as they are; members who are no longer in the cohort go.

    Args:
        members: Of the cohort on the session's day; they come in the order of their ids.
    """
    invited = tuple(each for each in people if each.cohort != cohort)
    known = {each.person for each in invited}
    return (*invited, *(Attendee(each, cohort=cohort) for each in sorted(members) if each not in known))


def merged_people(people: Iterable[Attendee], pair: Pair) -> tuple[Attendee, ...]:
    """Return the people of a session as they are once two records are one.

    Who was expected under both comes once: in the role that does more for the session, and invited themselves if either
    record was.
    """
    found: dict[PersonId, Attendee] = {}
    for each in people:
        serves = None if each.serves is None else pair.one(each.serves)
        mine = replace(each, person=pair.one(each.person), serves=serves)
        known = found.setdefault(mine.person, mine)
        if _weight(mine) < _weight(known):
            found[mine.person] = mine
    return tuple(found.values())


_ROLES = tuple(Role)


def _weight(each: Attendee) -> tuple[int, bool]:
    return _ROLES.index(each.role), each.cohort is not None
