"""A couples therapist treats neither partner individually: rule R1 of docs/domain.md. Pure.

One check serves all three occasions. An assignment is checked as it is, a session as the assignments that leading it
amounts to while it lasts (`led_session`), standing in for a colleague as an assignment that ends.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from clinic.care_team.overrides import ConflictKey, ConflictOverride, in_force
from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.errors import Refused
from clinic.common.ids import CoupleId, PersonId
from clinic.people.couples import CoupleUnit

__all__ = ["APART", "RoleConflict", "check_separation", "find_conflicts", "led_session", "uncovered"]

APART = frozenset({CareTeamRole.INDIVIDUAL_THERAPIST, CareTeamRole.SUD_COUNSELOR})
"""In these roles a clinician hears secrets that a couples therapist must not hold."""


@dataclass(frozen=True, slots=True)
class RoleConflict:
    """The time for which somebody would be a couple's therapist and a partner's own clinician as well."""

    key: ConflictKey
    period: Period


def check_separation(
    proposed: Assignment,
    held: Iterable[Assignment],
    couples: Iterable[CoupleUnit],
    overrides: Iterable[ConflictOverride] = (),
) -> None:
    """Check that an assignment keeps R1 beside those that are held, for all of its time.

    Args:
        held: The clinician's other assignments; those of others are ignored.
        couples: Every couple, or those of the clients concerned.
        overrides: A conflict is permitted only while one of them is in force, from its first moment to its last (R2).

    Raises:
        Refused: ``care_team.couples_therapist``: the clinician is a partner's own therapist or counselor;
            ``care_team.own_clinician``: the clinician is the therapist of the client's couple. ``reason`` is the
            role that collides, never the partner.
    """
    permitted = tuple(overrides)
    for conflict in find_conflicts(proposed, held, couples):
        if not _is_covered(conflict, permitted):
            side = "couples_therapist" if proposed.role is CareTeamRole.COUPLES_THERAPIST else "own_clinician"
            raise Refused(f"care_team.{side}", conflict.key.role.value)


def find_conflicts(
    proposed: Assignment, held: Iterable[Assignment], couples: Iterable[CoupleUnit]
) -> list[RoleConflict]:
    """Return every conflict of an assignment with those held, whether or not an override permits it."""
    known = tuple(couples)
    return [
        conflict
        for other in held
        if other.clinician == proposed.clinician
        for pair in ((proposed, other), (other, proposed))
        if (conflict := _conflict(*pair, known)) is not None
    ]


def uncovered(
    assignments: Iterable[Assignment],
    couples: Iterable[CoupleUnit],
    overrides: Iterable[ConflictOverride],
) -> list[RoleConflict]:
    """Return every conflict among the assignments that no override permits for all of its time.

    It is empty as long as every change was checked, but for overrides that were ended early.
    """
    every, known, permitted = tuple(assignments), tuple(couples), tuple(overrides)
    found = (
        conflict
        for one in every
        if one.role is CareTeamRole.COUPLES_THERAPIST
        for conflict in find_conflicts(one, every, known)
    )
    return [conflict for conflict in found if not _is_covered(conflict, permitted)]


def led_session(
    facilitator: PersonId,
    role: CareTeamRole,
    period: Period,
    *,
    clients: Iterable[PersonId] = (),
    couples: Iterable[CoupleId] = (),
) -> Iterator[Assignment]:
    """Yield what leading a session amounts to: the role for each client or couple in it, while it lasts.

    A general group is led in no role of a care team, and amounts to nothing; a group of the SUD track is led as its
    members' counselor.
    """
    for client in clients:
        yield Assignment(facilitator, role, period, client=client)
    for couple in couples:
        yield Assignment(facilitator, role, period, couple=couple)


def _conflict(
    couples_side: Assignment, own_side: Assignment, couples: tuple[CoupleUnit, ...]
) -> RoleConflict | None:
    if couples_side.role is not CareTeamRole.COUPLES_THERAPIST or own_side.role not in APART:
        return None
    for couple in couples:
        if couple.id == couples_side.couple and own_side.client in couple.partners:
            both = couples_side.period.overlap(own_side.period)
            together = both and both.overlap(Period(couple.since, couple.until))
            if together and own_side.client is not None:
                key = ConflictKey(own_side.clinician, couple.id, own_side.client, own_side.role)
                return RoleConflict(key, together)
    return None


def _is_covered(conflict: RoleConflict, overrides: Iterable[ConflictOverride]) -> bool:
    return any(
        period.contains(conflict.period)
        for override in overrides
        if override.key == conflict.key and (period := in_force(override)) is not None
    )
