"""The policies of rooms as a clinic has them: each kind's default, the clinic's own choices within the limits."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from app.access.callers import Caller
from app.persistence.repositories.schedule.clinic_rules import StoredPolicy
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.identity.access import Action, check
from clinic.schedule.conflicts import PolicyFacts
from rooms.model.errors import PolicyError
from rooms.model.policy.kinds import policy_for
from rooms.model.policy.policy import FacilitatorRule, PartnersRule, RoomKind, RoomPolicy

__all__ = [
    "ClinicPolicy",
    "access_policies",
    "access_policy",
    "check_policy",
    "facts_of",
    "put_policy",
]

_FOR_COUPLES = frozenset({RoomKind.COUPLES, RoomKind.MULTI_COUPLE})

_WITHOUT_LICENCE: Final = frozenset({FacilitatorRule.LICENSED_OR_EDUCATOR, FacilitatorRule.HOST})
"""An educator or a host needs none; who they are is seen when the room is made."""


@dataclass(frozen=True, slots=True)
class ClinicPolicy:
    """The policy of one kind of room in a clinic.

    Attributes:
        chosen: What the clinic changed.
        policy: The whole.
        version: 0 if the clinic never changed anything.
    """

    kind: RoomKind
    chosen: Mapping[str, Any]
    policy: RoomPolicy
    version: int


async def access_policies(caller: Caller) -> list[ClinicPolicy]:
    """Return the policy of every kind. Raises Refused: ``access.denied``."""
    check(caller.principal, Action.POLICIES_READ, caller.now)
    async with caller.read() as unit:
        stored = await unit.rules.policies()
    return [_policy(kind, stored.get(kind.value)) for kind in RoomKind]


async def access_policy(caller: Caller, kind: RoomKind) -> ClinicPolicy:
    """Return the policy of one kind. Raises Refused: ``access.denied``."""
    check(caller.principal, Action.POLICIES_READ, caller.now)
    async with caller.read() as unit:
        stored = await unit.rules.policies()
    return _policy(kind, stored.get(kind.value))


async def put_policy(caller: Caller, kind: RoomKind, chosen: Mapping[str, Any], version: int) -> ClinicPolicy:
    """Change what the clinic chose for one kind of room; rooms of sessions to come follow.

    Raises:
        Refused: ``access.denied``; ``version.other``: somebody changed it meanwhile.
        Invalid: ``policy.refused`` for each field that the kind's limits do not allow.
    """
    check(caller.principal, Action.POLICIES_WRITE, caller.now)
    policy = check_policy(kind.value, {}, chosen)
    async with caller.write() as unit:
        await unit.appointments.lock()
        stored = (await unit.rules.policies()).get(kind.value, StoredPolicy({}))
        if stored.version != version:
            raise Refused("version.other")
        changed = StoredPolicy(chosen, version + 1)
        await unit.rules.put_policy(kind.value, changed)
        await unit.rules.renew_rooms(kind.value, policy.join_early_s, unit.now)
        different = sorted(
            {name for name in {**stored.fields, **chosen} if stored.fields.get(name) != chosen.get(name)}
        )
        unit.note("policy.change", kind=kind.value, fields=",".join(different))
    return _policy(kind, changed)


def check_policy(kind: str, clinic: Mapping[str, Any], own: Mapping[str, Any]) -> RoomPolicy:
    """Return the policy of a room.

    Args:
        clinic: What the clinic chose for the kind.
        own: What differs from it in this room.

    Raises:
        Invalid: ``policy.refused`` for each field of ``own`` that the kind's limits do not allow, or that contradicts
            another.
    """
    errors = []
    for name, value in own.items():
        try:
            policy_for(kind, {name: value})
        except PolicyError as error:
            if error.field == name:
                errors.append(FieldError(f"policy.{name}", "policy.refused"))
    if not errors:
        try:
            return policy_for(kind, {**clinic, **own})
        except PolicyError as error:
            errors.append(FieldError(f"policy.{error.field}", "policy.refused"))
    raise Invalid(errors)


def facts_of(policy: RoomPolicy, min_staff: int) -> PolicyFacts:
    """Return what planning has to know of a policy.

    Args:
        min_staff: How many staff the clinic wants in rooms of this kind.
    """
    return PolicyFacts(
        policy.max_people,
        policy.max_seats,
        policy.facilitator not in _WITHOUT_LICENCE,
        couples=policy.kind in _FOR_COUPLES,
        partners_together=policy.partners is PartnersRule.ALLOW,
        min_staff=min_staff,
    )


def _policy(kind: RoomKind, stored: StoredPolicy | None) -> ClinicPolicy:
    chosen, version = (stored.fields, stored.version) if stored else ({}, 0)
    return ClinicPolicy(kind, chosen, policy_for(kind, chosen), version)
