"""What each principal may do: one table from roles to actions. Pure.

The table says which kinds of acts a role may do at all. Whether this row is theirs (a clinician's own clients, a
client's own week) is decided by the slice that owns the row, after this check.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic.common.errors import Refused
from clinic.common.ids import ClinicId, PersonId, SignInId
from clinic.identity.roles import StaffRole

__all__ = [
    "DANGEROUS",
    "PERMISSIONS",
    "PROOF_LASTS",
    "TOKEN_SCOPES",
    "Action",
    "Principal",
    "PrincipalKind",
    "check",
    "check_scopes",
    "may",
]

PROOF_LASTS: Final = timedelta(minutes=5)
"""How long a proof of identity is fresh enough for a dangerous act."""


class PrincipalKind(StrEnum):
    """On which side of the programme somebody is signed in."""

    STAFF = "staff"
    CLIENT = "client"


class Action(StrEnum):
    """A kind of act."""

    OWN_READ = "own.read"
    """Read one's own day or programme, profile, sign-ins and devices."""
    OWN_WRITE = "own.write"
    """Change one's own profile, safe channel and calendar feed; end one's own sign-ins."""
    OWN_CREDENTIALS = "own.credentials"
    """Add, change or remove one's own passkeys, password, PIN and recovery codes."""
    OWN_COPY = "own.copy"
    """Ask for, and fetch, a copy of everything that is kept about oneself."""
    SESSIONS_ATTEND = "sessions.attend"
    """Enter a session that one is invited to."""
    SESSIONS_HOST = "sessions.host"
    """Open a session's room and admit people to it."""
    PEOPLE_READ = "people.read"
    PEOPLE_WRITE = "people.write"
    PEOPLE_MERGE = "people.merge"
    """Make one person of two; cannot be undone."""
    PEOPLE_IMPORT = "people.import"
    PEOPLE_EXPORT = "people.export"
    PEOPLE_INVITE = "people.invite"
    """Send, send again and withdraw invitations and session links."""
    STAFF_READ = "staff.read"
    STAFF_MANAGE = "staff.manage"
    """Invite staff, change their roles within ``roles.GRANTABLE``, end their work here."""
    LICENCES_WRITE = "licences.write"
    """Record and check qualifications and licences."""
    SIGN_INS_MANAGE = "sign_ins.manage"
    """See and end other people's sign-ins, and let them set new credentials."""
    CARE_TEAM_READ = "care_team.read"
    CARE_TEAM_ASSIGN = "care_team.assign"
    CARE_TEAM_OVERRIDE = "care_team.override"
    """Override R1 as R2 allows."""
    PROGRAMME_READ = "programme.read"
    PROGRAMME_WRITE = "programme.write"
    """Change tracks, cohorts, episodes and weekly targets."""
    PROGRAMME_OVERSEE = "programme.oversee"
    """Read the week of the whole programme, everybody's added up."""
    SCHEDULE_READ = "schedule.read"
    SCHEDULE_WRITE = "schedule.write"
    POLICIES_READ = "policies.read"
    POLICIES_WRITE = "policies.write"
    SETTINGS_READ = "settings.read"
    SETTINGS_WRITE = "settings.write"
    """Change the clinic's name, zone, mail, and how its people sign in."""
    SYSTEMS_WRITE = "systems.write"
    """Connect systems of others, change their keys, and withdraw them: what they read leaves the clinic."""
    ON_CALL_WRITE = "on_call.write"
    """Choose who is paged about a help signal, in which order, and the clinic's own paging system."""
    MAIL_READ = "mail.read"
    """See what was sent when, and what could not be delivered."""
    AUDIT_READ = "audit.read"
    RECORDS_READ = "records.read"
    """See how long records are kept, what will be removed, what holds it, and what people ask about theirs."""
    RECORDS_KEEP = "records.keep"
    """Place a legal hold, and answer who wants something corrected."""
    HOLDS_END = "holds.end"
    """End a legal hold: what it kept may then be removed."""
    BREAK_GLASS = "break_glass.use"
    """Read a client's emergency facts outside one's own care team, with a reason and a notice to the director."""
    TOKENS_MANAGE = "tokens.manage"
    """Make and revoke one's own tokens for integrations."""


_EVERYBODY = frozenset(
    {Action.OWN_READ, Action.OWN_WRITE, Action.OWN_CREDENTIALS, Action.OWN_COPY, Action.SESSIONS_ATTEND}
)
_PLANNING = frozenset(
    {
        Action.PEOPLE_READ,
        Action.PEOPLE_WRITE,
        Action.PEOPLE_MERGE,
        Action.PEOPLE_IMPORT,
        Action.PEOPLE_INVITE,
        Action.CARE_TEAM_ASSIGN,
        Action.PROGRAMME_WRITE,
        Action.SCHEDULE_WRITE,
        Action.MAIL_READ,
        Action.TOKENS_MANAGE,
    }
)
_AT_WORK = frozenset(
    {
        Action.STAFF_READ,
        Action.CARE_TEAM_READ,
        Action.PROGRAMME_READ,
        Action.SCHEDULE_READ,
        Action.POLICIES_READ,
    }
)
_OFFICE = frozenset(
    {
        Action.PEOPLE_EXPORT,
        Action.STAFF_MANAGE,
        Action.LICENCES_WRITE,
        Action.SIGN_INS_MANAGE,
        Action.SETTINGS_READ,
        Action.SETTINGS_WRITE,
        Action.SYSTEMS_WRITE,
        Action.ON_CALL_WRITE,
        Action.RECORDS_READ,
        Action.RECORDS_KEEP,
    }
)
_DIRECTING = frozenset({Action.POLICIES_WRITE, Action.AUDIT_READ, Action.PROGRAMME_OVERSEE, Action.HOLDS_END})

PERMISSIONS: Final[Mapping[StaffRole | PrincipalKind, frozenset[Action]]] = MappingProxyType(
    {
        PrincipalKind.CLIENT: _EVERYBODY,
        PrincipalKind.STAFF: _EVERYBODY,
        StaffRole.OWNER: _AT_WORK | _PLANNING | _OFFICE | _DIRECTING,
        StaffRole.ADMIN: _AT_WORK | _PLANNING | _OFFICE,
        StaffRole.CLINICAL_DIRECTOR: _AT_WORK
        | _PLANNING
        | _DIRECTING
        | {
            Action.SESSIONS_HOST,
            Action.PEOPLE_EXPORT,
            Action.LICENCES_WRITE,
            Action.CARE_TEAM_OVERRIDE,
            Action.SETTINGS_READ,
            Action.SYSTEMS_WRITE,
            Action.ON_CALL_WRITE,
            Action.RECORDS_READ,
            Action.RECORDS_KEEP,
            Action.BREAK_GLASS,
        },
        StaffRole.CLINICIAN: _AT_WORK
        | {
            Action.SESSIONS_HOST,
            Action.PEOPLE_READ,
            Action.PEOPLE_WRITE,
            Action.PEOPLE_INVITE,
            Action.SCHEDULE_WRITE,
            Action.BREAK_GLASS,
            Action.TOKENS_MANAGE,
        },
        StaffRole.CARE_COORDINATOR: _AT_WORK | _PLANNING,
        StaffRole.TECH_HOST: frozenset({Action.SESSIONS_HOST, Action.STAFF_READ, Action.SCHEDULE_READ}),
        StaffRole.AUDITOR: frozenset({Action.STAFF_READ, Action.AUDIT_READ}),
    }
)
"""Who may do what. A principal has what its kind and each of its roles have; nothing else is allowed."""

DANGEROUS: Final = frozenset(
    {
        Action.OWN_CREDENTIALS,
        Action.OWN_COPY,
        Action.PEOPLE_MERGE,
        Action.PEOPLE_EXPORT,
        Action.STAFF_MANAGE,
        Action.SIGN_INS_MANAGE,
        Action.CARE_TEAM_OVERRIDE,
        Action.SETTINGS_WRITE,
        Action.SYSTEMS_WRITE,
        Action.ON_CALL_WRITE,
        Action.HOLDS_END,
        Action.BREAK_GLASS,
        Action.TOKENS_MANAGE,
    }
)
"""Acts that need a fresh proof: an unattended screen must not be enough to take over an account or carry data away."""

_IN_PERSON = frozenset(
    {
        Action.SESSIONS_HOST,
        Action.AUDIT_READ,
        Action.PROGRAMME_OVERSEE,
        Action.RECORDS_READ,
        Action.RECORDS_KEEP,
    }
)

TOKEN_SCOPES: Final = frozenset(Action) - DANGEROUS - _EVERYBODY - _IN_PERSON
"""What a token for an integration may be given. Nobody stands behind it who could give a fresh proof."""


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody who is signed in, or an integration that acts in their name.

    Attributes:
        roles: Of staff; empty for clients.
        proved_at: When they last proved who they are, aware UTC.
        scopes: What the token is limited to; None for a person at a screen.
    """

    clinic: ClinicId
    person: PersonId
    kind: PrincipalKind
    roles: frozenset[StaffRole]
    sign_in: SignInId
    proved_at: datetime
    scopes: frozenset[Action] | None = None

    def __post_init__(self) -> None:
        if self.roles and self.kind is PrincipalKind.CLIENT:
            raise ValueError("a client has no roles of staff")


def may(principal: Principal, action: Action) -> bool:
    """Return whether the principal's kind, roles and scopes allow the action, were its proof fresh."""
    if principal.scopes is not None and action not in principal.scopes & TOKEN_SCOPES:
        return False
    return action in PERMISSIONS[principal.kind] or any(action in PERMISSIONS[one] for one in principal.roles)


def check(principal: Principal, action: Action, now: datetime) -> None:
    """Check that the principal may do this kind of act now.

    Raises:
        Refused: ``access.denied``: no role of theirs allows it. ``access.proof_needed``: it is dangerous, and their
            last proof is older than ``PROOF_LASTS`` or in the future. ``reason`` is the action.
    """
    if not may(principal, action):
        raise Refused("access.denied", action)
    if action in DANGEROUS and not timedelta() <= now - principal.proved_at <= PROOF_LASTS:
        raise Refused("access.proof_needed", action)


def check_scopes(principal: Principal, scopes: frozenset[Action]) -> None:
    """Check that the principal may give a token these scopes: at least one, and none that they lack themselves.

    Raises:
        Refused: ``tokens.scopes``: ``reason`` lists the scopes that a token of theirs cannot have; it is None if
            there is no scope at all.
    """
    beyond = [scope for scope in scopes if scope not in TOKEN_SCOPES or not may(principal, scope)]
    if beyond or not scopes:
        raise Refused("tokens.scopes", ",".join(sorted(beyond)) or None)
