"""Whether both partners of a couple may be in one group: rule R8 of docs/domain.md. Pure.

A partner in the room may silence a person, so they are apart in process groups unless the clinic decides otherwise.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from clinic.errors import Refused
from clinic.ids import PersonId
from clinic.people.couples import CoupleUnit

__all__ = ["DEFAULTS", "PartnersRule", "check_partners", "couples_among", "default_rule"]


class PartnersRule(StrEnum):
    """Whether partners may be members of one session."""

    ALLOW = "allow"
    SEPARATE = "separate"


DEFAULTS: Mapping[str, PartnersRule] = MappingProxyType(
    {
        "group": PartnersRule.SEPARATE,
        "multi_couple": PartnersRule.ALLOW,
        "couples": PartnersRule.ALLOW,
        "individual": PartnersRule.SEPARATE,
        "psychoeducation": PartnersRule.ALLOW,
        "medical_visit": PartnersRule.ALLOW,
        "alumni": PartnersRule.SEPARATE,
    }
)
"""By kind of session, as a room's policy has it."""


def default_rule(kind: str) -> PartnersRule:
    """Return the rule for a kind of session when the clinic has not chosen one; apart for a kind that is not known."""
    return DEFAULTS.get(kind, PartnersRule.SEPARATE)


def check_partners(
    rule: PartnersRule, members: Iterable[PersonId], couples: Iterable[CoupleUnit], at: datetime
) -> None:
    """Check the members of a session or group, those who are to join among them.

    Args:
        at: When it meets: couples count as they are then.

    Raises:
        Refused: ``care_team.partners_together``: both partners of a couple would be members (R8).
    """
    if rule is PartnersRule.SEPARATE and couples_among(members, couples, at):
        raise Refused("care_team.partners_together")


def couples_among(
    members: Iterable[PersonId], couples: Iterable[CoupleUnit], at: datetime
) -> list[CoupleUnit]:
    """Return the couples whose partners are both members, in the given order, for the facilitator to seat them apart."""
    present = frozenset(members)
    return [couple for couple in couples if couple.is_active(at) and present.issuperset(couple.partners)]
