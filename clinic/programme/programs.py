"""Programmes that clients enrol in, and their form. Pure."""

from dataclasses import dataclass

from clinic.common.errors import FieldError
from clinic.common.ids import ProgramId
from clinic.programme.levels import WEEKLY_TARGET_MIN, LevelOfCare

__all__ = ["LONGEST_NAME", "WEEK_MIN", "Program", "check_name", "check_program", "check_target"]

LONGEST_NAME = 120
"""Characters of a programme's or a group's name."""

WEEK_MIN = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class Program:
    """What clients enrol in.

    Attributes:
        name: As staff know it; never in mail, links or calendars.
        target_min: Programme minutes a week that a client is to have, unless their episode says otherwise.
        part2: Whether 42 CFR Part 2 protects the fact of being in it.
    """

    id: ProgramId
    name: str
    level: LevelOfCare
    target_min: int = WEEKLY_TARGET_MIN
    part2: bool = False


def check_program(program: Program) -> list[FieldError]:
    """Return what is wrong with a programme: ``programme.name``, ``programme.target``."""
    return check_name(program.name) + check_target(program.target_min)


def check_name(name: str) -> list[FieldError]:
    """Return ``programme.name`` for a name that is blank, too long, or has characters that are not printed."""
    good = name.strip() and len(name) <= LONGEST_NAME and name.isprintable()
    return [] if good else [FieldError("name", "programme.name")]


def check_target(minutes: int) -> list[FieldError]:
    """Return ``programme.target`` for a weekly target that no week can hold."""
    return [] if 0 <= minutes <= WEEK_MIN else [FieldError("target_min", "programme.target")]
