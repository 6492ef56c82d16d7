"""Files of everything (Bulk Data Access): a system asks, comes back, and fetches them.

Bounded for each system: two at work, ten kept. What is kept is removed after a day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.access.records.exports.callers import Forbidden, SystemCaller
from app.exports.fhir.scopes import allows
from app.exports.fhir.search import TYPES
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.records.exports import Export, ExportFile, ExportState
from app.runtime.ids import new_export_id
from clinic.common.ids import CohortId

__all__ = [
    "KEPT",
    "OUTCOME",
    "Asked",
    "ExportStatus",
    "TooManyExports",
    "UnknownExport",
    "ask_export",
    "cancel_export",
    "export_file",
    "export_status",
]

KEPT: Final = timedelta(days=1)
OUTCOME: Final = "OperationOutcome"
"""The type of the file that says how many people something was left out of."""
_MOST_OPEN: Final = 2
_MOST_KEPT: Final = 10
_ABOUT_PEOPLE: Final = tuple(each for each in TYPES if each not in ("Practitioner", "PractitionerRole"))


class UnknownExport(Exception):
    """There is no such export, file or group for this system."""


class TooManyExports(Exception):
    """The system has asked for too many."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an export is to hold.

    Attributes:
        request: The address that asked for it, for the manifest.
        people_only: Whether only what is about clients is wanted.
        cohort: Of this group's members only.
        types: Only these; None for all that the scopes allow.
        since: Only what changed after this.
    """

    request: str
    people_only: bool = False
    cohort: CohortId | None = None
    types: tuple[str, ...] | None = None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class ExportStatus:
    """An export, and its files once it is done."""

    export: Export
    files: tuple[ExportFile, ...]


async def ask_export(caller: SystemCaller, asked: Asked) -> str:
    """Note that files are wanted; return the id of the export.

    Raises:
        Forbidden: The scopes allow none, or not one that is named.
        UnknownExport: There is no such group here.
        TooManyExports: Others have to be done, or removed, before.
    """
    may = [each for each in TYPES if allows(caller.scopes, each, "r") and allows(caller.scopes, each, "s")]
    if asked.people_only or asked.cohort is not None:
        may = [each for each in may if each in _ABOUT_PEOPLE]
    types = [each for each in may if asked.types is None or each in asked.types]
    if not types or (asked.types is not None and set(asked.types) - set(types)):
        raise Forbidden
    async with caller.write() as unit:
        if asked.cohort is not None and not await unit.outward.records.cohorts("", 1, [asked.cohort]):
            raise UnknownExport
        open_, all_ = await unit.outward.exports.count(caller.system.id)
        if open_ >= _MOST_OPEN or all_ >= _MOST_KEPT:
            raise TooManyExports
        export = Export(
            new_export_id(),
            caller.system.clinic,
            caller.system.id,
            tuple(types),
            asked.request,
            caller.now,
            caller.now + KEPT,
            asked.cohort,
            asked.since,
        )
        await unit.outward.exports.add(export)
        unit.note("export.ask", export.id, caller.system.id, types=",".join(types))
    return export.id


async def export_status(caller: SystemCaller, export: str) -> ExportStatus:
    """Return how far an export is. Raises UnknownExport."""
    async with caller.read() as unit:
        found = await _find(unit, caller, export)
        files = await unit.outward.exports.files(export) if found.state is ExportState.DONE else []
    return ExportStatus(found, tuple(files))


async def cancel_export(caller: SystemCaller, export: str) -> None:
    """Remove an export and its files, whether it is done or not. Raises UnknownExport."""
    async with caller.write() as unit:
        await _find(unit, caller, export)
        await unit.outward.exports.remove([export])
        unit.note("export.remove", export, caller.system.id)


async def export_file(caller: SystemCaller, export: str, number: int) -> tuple[ExportFile, str]:
    """Return a file. Fetching one is an entry of the audit trail.

    Raises:
        UnknownExport: There is none. Forbidden: The token's scopes do not allow its type any more.
    """
    async with caller.read() as unit:
        found = await _find(unit, caller, export)
        file = await unit.outward.exports.content(export, number) if found.state is ExportState.DONE else None
        if file is None:
            raise UnknownExport
        if file[0].type != OUTCOME:
            caller.check(file[0].type, "r")
        unit.note(
            "export.file",
            export,
            caller.system.id,
            caller.system.recipient,
            type=file[0].type,
            records=file[0].records,
        )
    return file


async def _find(unit: ClinicUnit, caller: SystemCaller, export: str) -> Export:
    found = await unit.outward.exports.find(export, caller.system.id)
    # An expired one waits to be removed.
    if found is None or found.expires_at <= caller.now:
        raise UnknownExport
    return found
