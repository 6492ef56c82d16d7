"""What will be removed, class by class, before it is; how long a clinic keeps each; and what went lately."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.access.callers import Caller
from app.access.records.purging import REMOVED
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.records.audit import AuditFilter
from app.persistence.repositories.records.retention import Counted
from clinic.common.errors import Invalid, Refused
from clinic.identity.access import Action, Principal, check
from clinic.records.audit import Fact
from clinic.records.retention import RULES, RetentionClass, RetentionRule, check_lengths, due_by, lengths_of

__all__ = ["ClassView", "RemovalView", "Removed", "change_lengths", "read_removal"]

_RUNS: Final = 10
_RUNS_AREA: Final = REMOVED.partition(".")[0]


@dataclass(frozen=True, slots=True)
class ClassView:
    """One class.

    Attributes:
        length: How long the clinic keeps it, in the rule's unit; None for good.
        counted: What the next run will find.
    """

    kind: RetentionClass
    rule: RetentionRule
    length: int | None
    counted: Counted


@dataclass(frozen=True, slots=True)
class Removed:
    """One run that removed something: how much of each class."""

    at: datetime
    counts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class RemovalView:
    """All classes, and the latest runs.

    Attributes:
        version: Of the clinic's settings.
    """

    classes: tuple[ClassView, ...]
    runs: tuple[Removed, ...]
    version: int


async def read_removal(unit: ClinicUnit, principal: Principal) -> RemovalView:
    """Return what will be removed: counted by the conditions by which it is. Raises Refused: ``access.denied``."""
    check(principal, Action.RECORDS_READ, unit.now)
    held = await unit.holds.held()
    lengths = lengths_of(unit.clinic.settings.get("retention", {}))
    classes = []
    for kind, rule in RULES.items():
        length = lengths.get(kind)
        counted = Counted()
        if length is not None and rule.is_stored:
            counted = await unit.retention.count(kind, due_by(kind, length, unit.now), held)
        classes.append(ClassView(kind, rule, length, counted))
    entries = await unit.audit.find(AuditFilter(areas=(_RUNS_AREA,)), None, _RUNS)
    unit.note("retention.read")
    runs = tuple(Removed(entry.at, entry.facts) for entry in entries if entry.action == REMOVED)
    return RemovalView(tuple(classes), runs, unit.clinic.version)


async def change_lengths(caller: Caller, asked: Mapping[RetentionClass, int], version: int) -> RemovalView:
    """Choose how long classes are kept; those that are not named stay.

    Raises:
        Refused: ``access.denied``, ``version.other``.
        Invalid: What `check_lengths` finds.
    """
    check(caller.principal, Action.POLICIES_WRITE, caller.now)
    async with caller.write() as unit:
        now = unit.clinic
        stored = dict(now.settings.get("retention", {}))
        if errors := check_lengths(asked, lengths_of(stored)):
            raise Invalid(errors)
        chosen = stored | {kind.value: length for kind, length in asked.items()}
        if not await unit.clinics.change(
            now.id,
            version,
            name=now.name,
            time_zone=now.time_zone,
            settings={**now.settings, "retention": chosen},
        ):
            raise Refused("version.other")
        unit.note("retention.change", **{kind.value: length for kind, length in asked.items()})
    async with caller.read() as unit:
        return await read_removal(unit, caller.principal)
