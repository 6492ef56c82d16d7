"""What is typed to plan or change sessions, and everything that is wrong with it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from app.access.schedule.sessions.building import Around
from app.persistence.repositories.schedule.records import Content
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import CohortId, CoupleId, PersonId
from clinic.people.person import PersonKind
from clinic.schedule.attendees import LEADING, Attendee, Role
from clinic.schedule.recurrence.rule_text import parse_rule
from clinic.schedule.recurrence.rules import SeriesRule

__all__ = ["Draft", "Invited", "check_content", "check_invited", "read_rule", "renamed"]

_NAMES = {"start": "starts_local", "length_min": "duration_min"}
_PEER_LED = "alumni"
"""The kind of session that a client may lead."""


@dataclass(frozen=True, slots=True)
class Invited:
    """A person who is asked to a session.

    Attributes:
        cameras: How many a member has together with their partner; None for the couple's own number.
        couple: The member's couple, if the form names it.
    """

    person: PersonId
    role: Role = Role.MEMBER
    cameras: int | None = None
    couple: CoupleId | None = None
    serves: PersonId | None = None

    @property
    def attendee(self) -> Attendee:
        """The person as the schedule's rules see them."""
        return Attendee(self.person, self.role, serves=self.serves)


@dataclass(frozen=True, slots=True)
class Draft:
    """Sessions that somebody wants to plan: one, or a series.

    Attributes:
        start: When the first begins, naive local time.
        second: Whether the second is meant of two such times; None if not said.
        zone: IANA name; None for the clinic's.
        rule: Recurrence rule of RFC 5545; None for one session.
        people: Who is invited themselves; members of the cohort come by themselves.
    """

    content: Content
    start: datetime
    length_min: int
    people: tuple[Invited, ...]
    second: bool | None = None
    zone: str | None = None
    rule: str | None = None
    cohort: CohortId | None = None


def read_rule(text: str, start: datetime, zone: ZoneInfo) -> SeriesRule:
    """Return the rule of a text. Raises Invalid for the field ``rule``, with the codes of ``parse_rule``."""
    try:
        return parse_rule(text, start, zone)
    except Refused as refused:
        raise Invalid([FieldError("rule", refused.code)]) from None


def renamed(invalid: Invalid) -> Invalid:
    """Return the errors under the names that the form's fields have."""
    return Invalid([FieldError(_NAMES.get(one.field, one.field), one.code) for one in invalid.errors])


def check_content(content: Content, length_min: int) -> list[FieldError]:
    """Return what is wrong with a session's title and break: ``schedule.title``, ``schedule.break``."""
    checks = {
        ("title", "schedule.title"): bool(content.title.strip()) and content.title.isprintable(),
        ("break_min", "schedule.break"): 0 <= content.break_min < length_min,
    }
    return [FieldError(*named) for named, good in checks.items() if not good]


def check_invited(
    people: Sequence[Invited],
    kind: str,
    around: Around,
    allowed: Collection[PersonId] | None,
    externals: Collection[PersonId] = (),
) -> list[FieldError]:
    """Return what is wrong with those who are invited.

    ``schedule.person_twice``. ``schedule.person_unknown``: there is no such person, they are archived, or
    somebody else's client. ``schedule.role``: a client among the staff or the other way round; clients lead alumni
    groups at most. ``schedule.not_a_host``: a client who was not trained to. ``schedule.couple``: the person is not of
    this couple. ``schedule.serves``: whom they serve is no member.

    Args:
        allowed: The clients whom the planner may invite; None for all.
        externals: The people from outside who belong to this session.
    """
    seen: set[PersonId] = set()
    members = {each.person for each in people if each.role is Role.MEMBER}
    members |= {each.person for each in around.members}
    found = []
    for number, each in enumerate(people):
        field = f"attendees.{number}"
        known = around.people.get(each.person)
        if each.person in seen:
            found.append(FieldError(f"{field}.person", "schedule.person_twice"))
        elif known is None or known.is_archived or not _is_allowed(each, known.kind, allowed, externals):
            found.append(FieldError(f"{field}.person", "schedule.person_unknown"))
        elif not _fits(each.role, known.kind, kind):
            found.append(FieldError(f"{field}.role", "schedule.role"))
        elif known.kind is PersonKind.CLIENT and each.role in LEADING and each.person not in around.hosts:
            found.append(FieldError(f"{field}.role", "schedule.not_a_host"))
        if each.couple is not None and not _is_of(each, around):
            found.append(FieldError(f"{field}.couple", "schedule.couple"))
        if each.serves is not None and each.serves not in members:
            found.append(FieldError(f"{field}.serves", "schedule.serves"))
        seen.add(each.person)
    return found


def _is_allowed(
    each: Invited, kind: PersonKind, allowed: Collection[PersonId] | None, externals: Collection[PersonId]
) -> bool:
    if kind is PersonKind.EXTERNAL:
        return each.person in externals
    return allowed is None or kind is PersonKind.STAFF or each.person in allowed


def _fits(role: Role, person: PersonKind, kind: str) -> bool:
    if person is PersonKind.STAFF:
        return role is not Role.MEMBER
    if person is PersonKind.EXTERNAL:
        return role is Role.INTERPRETER
    return role is Role.MEMBER or (kind == _PEER_LED and role in LEADING)


def _is_of(each: Invited, around: Around) -> bool:
    return any(couple.id == each.couple and each.person in couple.partners for couple in around.couples)
