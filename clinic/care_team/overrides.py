"""The exception to R1: rule R2 of docs/domain.md. Pure.

Only a clinical director makes one: for one clinician, couple and role, with a reason, for at most 14 days. It takes
effect once both partners have acknowledged it. What they are shown names neither the role nor the partner concerned,
since one of them may not know that the other sees a counselor (R7).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from clinic.care_team.period import Period
from clinic.care_team.roles import Assignment, CareTeamRole
from clinic.common.errors import FieldError, Refused
from clinic.common.ids import CoupleId, PersonId
from clinic.people.couples import CoupleUnit
from clinic.people.fields.text import text_problem, tidy

__all__ = [
    "LONGEST",
    "REASON_LIMIT",
    "Acknowledgement",
    "ConflictKey",
    "ConflictOverride",
    "OverrideState",
    "acknowledge",
    "check_override",
    "end_override",
    "in_force",
    "propose_override",
    "state_of",
]

LONGEST = timedelta(days=14)
REASON_LIMIT = 1000
"""Characters."""


class OverrideState(StrEnum):
    """Where an override stands; it follows from the time and the acknowledgements, and is never stored."""

    PENDING = "pending"
    IN_FORCE = "in_force"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class ConflictKey:
    """Which two roles collide: the clinician treats this couple, and this client of it in this role."""

    clinician: PersonId
    couple: CoupleId
    client: PersonId
    role: CareTeamRole


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """One partner's, and when they gave it."""

    partner: PersonId
    at: datetime


@dataclass(frozen=True, slots=True)
class ConflictOverride:
    """A director's permission for one conflict."""

    key: ConflictKey
    partners: tuple[PersonId, PersonId]
    director: PersonId
    reason: str = field(repr=False)
    proposed_at: datetime
    until: datetime
    """Exclusive; earlier than proposed if the director ended it early."""
    acknowledged: tuple[Acknowledgement, ...] = ()


def check_override(reason: str, until: datetime, now: datetime) -> list[FieldError]:
    """Return what is wrong with an override as typed: of the reason what texts may have, of the end ``field.past`` or
    ``field.too_late`` (more than 14 days from now).
    """
    found = []
    if code := text_problem(tidy(reason), REASON_LIMIT, required=True):
        found.append(FieldError("reason", code))
    if until <= now:
        found.append(FieldError("until", "field.past"))
    elif until > now + LONGEST:
        found.append(FieldError("until", "field.too_late"))
    return found


def propose_override(
    key: ConflictKey,
    couple: CoupleUnit,
    director: PersonId,
    assignments: Iterable[Assignment],
    *,
    reason: str,
    until: datetime,
    now: datetime,
) -> ConflictOverride:
    """Return the override, which waits for both partners.

    Args:
        assignments: Among them the director's own.

    Raises:
        Refused: ``care_team.director_only``; ``care_team.not_a_partner``: the client is not of this couple, or the
            couple has ended; ``care_team.override_fields``: `check_override` lists them.
    """
    if not _directs(director, assignments, now):
        raise Refused("care_team.director_only")
    if key.couple != couple.id or key.client not in couple.partners or not couple.is_active(now):
        raise Refused("care_team.not_a_partner")
    if errors := check_override(reason, until, now):
        raise Refused("care_team.override_fields", errors[0].field)
    return ConflictOverride(key, couple.partners, director, tidy(reason), now, until)


def acknowledge(override: ConflictOverride, partner: PersonId, now: datetime) -> ConflictOverride:
    """Return the override with this partner's acknowledgement. The first one counts; another changes nothing.

    Raises:
        Refused: ``care_team.not_a_partner`` or ``care_team.override_ended``.
    """
    if partner not in override.partners:
        raise Refused("care_team.not_a_partner")
    if state_of(override, now) is OverrideState.ENDED:
        raise Refused("care_team.override_ended")
    if any(given.partner == partner for given in override.acknowledged):
        return override
    return replace(override, acknowledged=(*override.acknowledged, Acknowledgement(partner, now)))


def end_override(
    override: ConflictOverride, director: PersonId, assignments: Iterable[Assignment], now: datetime
) -> ConflictOverride:
    """Return the override, ended now. `separation.uncovered` then lists the assignments that have to end with it.

    Raises:
        Refused: ``care_team.director_only`` or ``care_team.override_ended``.
    """
    if not _directs(director, assignments, now):
        raise Refused("care_team.director_only")
    if state_of(override, now) is OverrideState.ENDED:
        raise Refused("care_team.override_ended")
    return replace(override, until=now)


def state_of(override: ConflictOverride, now: datetime) -> OverrideState:
    """Return where the override stands now."""
    if now >= override.until:
        return OverrideState.ENDED
    period = in_force(override)
    return OverrideState.IN_FORCE if period and period.holds(now) else OverrideState.PENDING


def in_force(override: ConflictOverride) -> Period | None:
    """Return the time for which it permits the conflict: from the second acknowledgement on. None before that."""
    if not set(override.partners) <= {given.partner for given in override.acknowledged}:
        return None
    period = Period(max(given.at for given in override.acknowledged), override.until)
    return None if period.is_empty else period


def _directs(person: PersonId, assignments: Iterable[Assignment], now: datetime) -> bool:
    return any(
        held.clinician == person and held.role is CareTeamRole.CLINICAL_DIRECTOR and held.period.holds(now)
        for held in assignments
    )
