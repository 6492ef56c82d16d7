"""What each role may read about a client: the table of docs/domain.md, and rules R3 and R5 to R7. Pure.

The table is data, and `cells` lists it, so that the tests of every endpoint can be made from it. Each cell but "no" and
"never" holds only for those whom the role is about: a facilitator's own session, a therapist's own client, and so on
(`RELATIONS`). What a person may read about themselves is not in it: see `OWN`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from types import MappingProxyType

from clinic.care_team.roles import CareTeamRole
from clinic.common.ids import PersonId

__all__ = [
    "OWN",
    "READS_AS",
    "RELATIONS",
    "TABLE",
    "Access",
    "Category",
    "Cell",
    "Consent",
    "ReaderRole",
    "ReadingContext",
    "Relation",
    "Subject",
    "Viewer",
    "cells",
    "may_read",
]


class ReaderRole(StrEnum):
    """A column of the table: what the viewer is to the person, or in the session, that the data is about."""

    PEER = "peer"
    PARTNER = "partner"
    FACILITATOR = "facilitator"
    COUPLES_THERAPIST = "couples_therapist"
    INDIVIDUAL_THERAPIST = "individual_therapist"
    SUD_COUNSELOR = "sud_counselor"
    COORDINATOR = "coordinator"
    OBSERVER = "observer"


class Category(StrEnum):
    """A row of the table: data that is given or kept back as a whole."""

    SHOWN_NAME = "shown_name"
    """Display name, tile and turn."""
    IDENTITY = "identity"
    """Legal name, telephone, today's location."""
    PRESENCE = "presence"
    """Minutes present."""
    PARTICIPATION = "participation"
    """Talk time and passes."""
    DISTRESS = "distress"
    """Numbers of the exit check and of distress."""
    MEASURES = "measures"
    """PHQ-9, GAD-7."""
    SUD_TRACK = "sud_track"
    """That the person is on the substance-use track (42 CFR Part 2)."""
    SCREENING = "screening"
    """Private screening, and the reason of a clearance."""
    CLEARANCE = "clearance"
    """Whether conjoint sessions are cleared, without the reason."""
    HELP_SIGNAL = "help_signal"
    """That the person asked for help unseen."""
    AGREEMENTS = "agreements"
    """Versions of agreements and consents."""
    INDIVIDUAL_SESSIONS = "individual_sessions"
    """When the person has sessions alone, with whom, and their records (R3, R6). Those of the substance-use track are
    of `SUD_TRACK` as well: who reads them may read both."""
    COUPLE_RECORDS = "couple_records"
    """The records of the couple (R5, R6)."""


class Access(Enum):
    """A cell of the table."""

    NO = "no"
    NEVER = "never"
    """No other role of the viewer opens it, either."""
    YES = "yes"
    CONSENT = "with consent"
    PART2_CONSENT = "with Part 2 consent"
    SUD_SESSION = "only if the session is of the SUD track"
    COUPLE_SESSION = "of the couple's sessions"
    SESSION_OVER = "after the session"
    SCHEDULING = "the minimum for scheduling"


class Relation(StrEnum):
    """What binds a viewer in one role to the person the data is about."""

    SAME_SESSION = "same_session"
    """They are in one session."""
    OWN_SESSION = "own_session"
    """The viewer leads a session that the person is in."""
    PARTNER = "partner"
    """They are a couple."""
    OWN_COUPLE = "own_couple"
    """The viewer is the therapist of the couple."""
    OWN_CLIENT = "own_client"
    """The viewer is assigned to the person in this role."""
    COORDINATED = "coordinated"
    """The viewer coordinates the person's care."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who wants to read, in all their roles towards the subject."""

    person: PersonId
    roles: frozenset[ReaderRole]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom the data is about: one client, or both partners where it is the couple's."""

    people: frozenset[PersonId]


@dataclass(frozen=True, slots=True)
class Consent:
    """One person's consent, in force now, that this viewer may read one category about them."""

    giver: PersonId
    category: Category
    is_part2: bool = False
    """It meets 42 CFR Part 2, section 2.31."""


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """The facts on which a cell depends. Without any, nothing can be read."""

    relations: frozenset[Relation] = frozenset()
    consents: frozenset[Consent] = frozenset()
    is_sud_session: bool = False
    """The data is of a session of the SUD track."""
    is_couple_session: bool = False
    """The data is of a session that both partners had together."""
    is_session_over: bool = False
    is_scheduling: bool = False
    """It is read to plan sessions, and for nothing else."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the table."""

    category: Category
    role: ReaderRole
    access: Access


RELATIONS: Mapping[ReaderRole, Relation] = MappingProxyType(
    {
        ReaderRole.PEER: Relation.SAME_SESSION,
        ReaderRole.PARTNER: Relation.PARTNER,
        ReaderRole.FACILITATOR: Relation.OWN_SESSION,
        ReaderRole.COUPLES_THERAPIST: Relation.OWN_COUPLE,
        ReaderRole.INDIVIDUAL_THERAPIST: Relation.OWN_CLIENT,
        ReaderRole.SUD_COUNSELOR: Relation.OWN_CLIENT,
        ReaderRole.COORDINATOR: Relation.COORDINATED,
        ReaderRole.OBSERVER: Relation.SAME_SESSION,
    }
)
"""Whom each role is about."""

READS_AS: Mapping[CareTeamRole, ReaderRole] = MappingProxyType(
    {
        CareTeamRole.INDIVIDUAL_THERAPIST: ReaderRole.INDIVIDUAL_THERAPIST,
        CareTeamRole.COUPLES_THERAPIST: ReaderRole.COUPLES_THERAPIST,
        CareTeamRole.SUD_COUNSELOR: ReaderRole.SUD_COUNSELOR,
        CareTeamRole.CARE_COORDINATOR: ReaderRole.COORDINATOR,
    }
)
"""The column of each role of a care team. The others read as facilitators of their own sessions, or break the glass."""

OWN = frozenset(Category) - {
    Category.SUD_TRACK,
    Category.SCREENING,
    Category.CLEARANCE,
    Category.HELP_SIGNAL,
    Category.COUPLE_RECORDS,
}
"""What people may read about themselves on any screen. The rest could be read over their shoulder, by the person they
fear; of the couple's records each partner sees what concerns both."""

_NO, _YES, _NEVER = Access.NO, Access.YES, Access.NEVER
_ROWS: Mapping[Category, tuple[Access, ...]] = {
    # peer, partner, facilitator, couples therapist, individual therapist, SUD counselor, coordinator, observer
    Category.SHOWN_NAME: (_YES, _YES, _YES, _YES, _YES, _YES, _NO, _YES),
    Category.IDENTITY: (_NO, _NO, _YES, _YES, _YES, _YES, _YES, _NO),
    Category.PRESENCE: (_NO, _NO, _YES, Access.COUPLE_SESSION, _YES, _YES, _YES, _NO),
    Category.PARTICIPATION: (
        *(_NO, _NO, _YES, Access.COUPLE_SESSION),
        *(Access.CONSENT, Access.CONSENT, _NO, _NO),
    ),
    Category.DISTRESS: (_NO, _NO, _YES, Access.COUPLE_SESSION, _YES, _YES, _NO, _NO),
    Category.MEASURES: (_NO, _NO, Access.CONSENT, Access.CONSENT, _YES, _YES, _NO, _NO),
    Category.SUD_TRACK: (
        *(_NO, _NO, Access.SUD_SESSION, Access.PART2_CONSENT),
        *(Access.PART2_CONSENT, _YES, Access.SCHEDULING, _NO),
    ),
    Category.SCREENING: (_NO, _NEVER, _NO, _NO, _YES, _NO, _NO, _NO),
    Category.CLEARANCE: (_NO, _NEVER, _NO, _YES, _YES, _NO, _NO, _NO),
    Category.HELP_SIGNAL: (_NO, _NEVER, _YES, _YES, Access.SESSION_OVER, Access.SESSION_OVER, _NO, _NO),
    Category.AGREEMENTS: (_NO, _NO, _YES, _YES, _YES, _YES, _YES, _NO),
    Category.INDIVIDUAL_SESSIONS: (_NO, _NO, _NO, Access.CONSENT, _YES, _YES, Access.SCHEDULING, _NO),
    Category.COUPLE_RECORDS: (_NO, _NO, _NO, _YES, Access.CONSENT, Access.CONSENT, Access.SCHEDULING, _NO),
}

TABLE: Mapping[Category, Mapping[ReaderRole, Access]] = MappingProxyType(
    {category: MappingProxyType(dict(zip(ReaderRole, row, strict=True))) for category, row in _ROWS.items()}
)
"""Every cell, by row and column."""

_OPENED_BY: Mapping[Access, Callable[[ReadingContext], bool]] = {
    Access.YES: lambda context: True,
    Access.SUD_SESSION: lambda context: context.is_sud_session,
    Access.COUPLE_SESSION: lambda context: context.is_couple_session,
    Access.SESSION_OVER: lambda context: context.is_session_over,
    Access.SCHEDULING: lambda context: context.is_scheduling,
}


def cells() -> tuple[Cell, ...]:
    """Return every cell of the table, row by row."""
    return tuple(
        Cell(category, role, access) for category, row in TABLE.items() for role, access in row.items()
    )


def may_read(viewer: Viewer, category: Category, subject: Subject, context: ReadingContext) -> bool:
    """Return whether the viewer may read this about the subject.

    One of their roles is enough, unless another of them forbids it. Consent has to come from everybody the data is
    about: of a couple's records from both partners (R5), of one client's from that client alone.
    """
    found = [(role, TABLE[category][role]) for role in viewer.roles]
    if any(access is Access.NEVER for _, access in found):
        return False
    return any(
        RELATIONS[role] in context.relations and _opens(access, category, subject, context)
        for role, access in found
    )


def _opens(access: Access, category: Category, subject: Subject, context: ReadingContext) -> bool:
    if access in (Access.CONSENT, Access.PART2_CONSENT):
        has_to_be_part2 = access is Access.PART2_CONSENT
        givers = {
            consent.giver
            for consent in context.consents
            if consent.category is category and (consent.is_part2 or not has_to_be_part2)
        }
        return bool(subject.people) and subject.people <= givers
    opens = _OPENED_BY.get(access)
    return opens is not None and opens(context)
