"""The roles of staff, and who may give which. Pure.

A role says what somebody does in the clinic. It is not a role in one client's care team (``clinic.care_team``), nor the
part somebody plays in one session (facilitator, observer).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from clinic.common.errors import Refused
from clinic.common.ids import PersonId

__all__ = ["GRANTABLE", "StaffRole", "check_rank", "check_role_change"]


class StaffRole(StrEnum):
    """What a member of staff does in the clinic. One person may have several roles."""

    OWNER = "owner"
    """Answers for the clinic: made by the command line, and the only one who makes owners and directors."""
    ADMIN = "admin"
    """Runs the office: staff, settings, sign-ins. Sees no clinical decision and takes none."""
    CLINICAL_DIRECTOR = "clinical_director"
    """Answers for care: overrides of the care team's rules (R2), policies, and notices of break-glass access."""
    CLINICIAN = "clinician"
    """Treats clients. The care team decides which."""
    CARE_COORDINATOR = "care_coordinator"
    """Plans the weeks: people, groups, schedule, invitations. Reads contact data, nothing clinical."""
    TECH_HOST = "tech_host"
    """Admits people and looks after devices in a session; sees the schedule and names."""
    AUDITOR = "auditor"
    """Reads the audit and nothing else; kept apart from those whose acts it holds."""


GRANTABLE: Final[Mapping[StaffRole, frozenset[StaffRole]]] = MappingProxyType(
    {
        StaffRole.OWNER: frozenset(StaffRole),
        StaffRole.ADMIN: frozenset(
            {StaffRole.ADMIN, StaffRole.CLINICIAN, StaffRole.CARE_COORDINATOR, StaffRole.TECH_HOST}
        ),
    }
)
"""Who may give and take which roles. An admin cannot become, through anybody, more than an admin."""


def check_role_change(
    actor: PersonId,
    actor_roles: frozenset[StaffRole],
    person: PersonId,
    before: frozenset[StaffRole],
    after: frozenset[StaffRole],
    owners: frozenset[PersonId],
) -> None:
    """Check that the actor may change this person's roles; an empty ``after`` ends their work here.

    Args:
        before: The person's present roles; empty for somebody new.
        owners: Everybody who is an owner now.

    Raises:
        Refused: ``roles.own``: only owners change their own roles. ``roles.not_grantable``: ``reason`` lists the roles
            that the actor may not give or take. ``roles.last_owner``: the clinic would have no owner.
    """
    if actor == person and StaffRole.OWNER not in actor_roles:
        raise Refused("roles.own")
    check_rank(actor_roles, before ^ after)
    if StaffRole.OWNER in before - after and owners <= {person}:
        raise Refused("roles.last_owner")


def check_rank(actor_roles: frozenset[StaffRole], roles: frozenset[StaffRole]) -> None:
    """Check that the actor may give, take and manage these roles.

    It also guards the accounts of those who have them: whoever resets an owner's credentials can become that owner.

    Raises:
        Refused: ``roles.not_grantable``: ``reason`` lists the roles beyond the actor.
    """
    grantable = frozenset[StaffRole]().union(*(GRANTABLE.get(role, frozenset()) for role in actor_roles))
    if beyond := roles - grantable:
        raise Refused("roles.not_grantable", ",".join(sorted(beyond)))
