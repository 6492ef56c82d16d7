"""Couples, assignments and overrides as they would be if two records of one person were one. Pure."""

from dataclasses import replace

from clinic.care_team.overrides import ConflictOverride
from clinic.care_team.roles import Assignment
from clinic.common.ids import PersonId
from clinic.people.couples import CoupleUnit
from clinic.people.merge import Pair

__all__ = ["merged_assignment", "merged_couple", "merged_override"]


def merged_couple(couple: CoupleUnit, pair: Pair) -> CoupleUnit:
    """Return the couple with the kept record in the place of the dropped one."""
    first, second = couple.partners
    return replace(couple, partners=(pair.one(first), pair.one(second)))


def merged_assignment(one: Assignment, pair: Pair) -> Assignment:
    """Return the assignment with the kept record in the place of the dropped one."""
    client: PersonId | None = None if one.client is None else pair.one(one.client)
    return replace(one, clinician=pair.one(one.clinician), client=client)


def merged_override(one: ConflictOverride, pair: Pair) -> ConflictOverride:
    """Return the override with the kept record in the place of the dropped one."""
    key = replace(one.key, clinician=pair.one(one.key.clinician), client=pair.one(one.key.client))
    first, second = one.partners
    given = tuple(replace(each, partner=pair.one(each.partner)) for each in one.acknowledged)
    return replace(
        one,
        key=key,
        partners=(pair.one(first), pair.one(second)),
        director=pair.one(one.director),
        acknowledged=given,
    )
