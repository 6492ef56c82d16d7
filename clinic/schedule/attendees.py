"""Who is planned for a session and why: people invited to it, and the members of its cohort on that day. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from clinic.ids import CohortId, PersonId

__all__ = ["LEADING", "STAFF", "Attendee", "Role", "members_of", "with_members"]


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
