"""Exports that systems asked for, and their files, which are encrypted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.records.exports import ExportFileRow, ExportRow
from clinic.common.ids import ClinicId, CohortId

__all__ = ["Export", "ExportFile", "ExportRepository", "ExportState", "Place", "fail_export", "next_export"]

_PLACE = "export_files.content"


class ExportState(StrEnum):
    """How far an export is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Place:
    """How far the files of an export are: whatever is before it is stored.

    Attributes:
        type: Number of the type that is written.
        cursor: After which of its records.
        left_out: Ids of the people of whom something was left out.
        tries: How often it was begun again after a fault.
    """

    type: int = 0
    cursor: tuple[str, ...] = ()
    left_out: frozenset[str] = frozenset()
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Export:
    """An export.

    Attributes:
        cohort: Of this group's members only.
        types: Of resources, in the order in which they are written.
        since: Only what changed after this.
        request: The address that asked for it.
        expires_at: When it and its files are removed.
    """

    id: str
    clinic: ClinicId
    system: str
    types: tuple[str, ...]
    request: str
    asked_at: datetime
    expires_at: datetime
    cohort: CohortId | None = None
    since: datetime | None = None
    state: ExportState = ExportState.WAITING
    place: Place = field(default_factory=Place)


@dataclass(frozen=True, slots=True)
class ExportFile:
    """A file of an export, without what is in it."""

    number: int
    type: str
    records: int


class ExportRepository:
    """The exports of one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def find(self, export: str, system: str) -> Export | None:
        """Return an export of this system, or None."""
        row = await self._session.scalar(
            select(ExportRow).where(
                ExportRow.clinic_id == self._clinic, ExportRow.id == export, ExportRow.system_id == system
            )
        )
        return _export(row) if row else None

    async def count(self, system: str) -> tuple[int, int]:
        """Return how many exports of a system are not finished, and how many there are."""
        unfinished = ExportRow.state.in_((ExportState.WAITING.value, ExportState.RUNNING.value))
        query = select(func.count().filter(unfinished), func.count()).where(
            ExportRow.clinic_id == self._clinic, ExportRow.system_id == system
        )
        open_, all_ = (await self._session.execute(query)).one()
        return open_, all_

    async def add(self, export: Export) -> None:
        """Store a new export."""
        self._session.add(
            ExportRow(
                id=export.id,
                clinic_id=self._clinic,
                system_id=export.system,
                cohort_id=export.cohort,
                types=list(export.types),
                since=export.since,
                request=export.request,
                asked_at=export.asked_at,
                state=export.state.value,
                place=_place_json(export.place),
                expires_at=export.expires_at,
            )
        )
        await self._session.flush()

    async def move(self, export: Export, state: ExportState, place: Place) -> bool:
        """Store how far an export is, if it is where it was; return whether it was, or is gone."""
        changed = await self._session.execute(
            update(ExportRow)
            .where(
                ExportRow.clinic_id == self._clinic,
                ExportRow.id == export.id,
                ExportRow.state == export.state.value,
            )
            .values(state=state.value, place=_place_json(place))
            .returning(ExportRow.id)
        )
        return changed.first() is not None

    async def files(self, export: str) -> list[ExportFile]:
        """Return the files of an export, in order."""
        query = (
            select(ExportFileRow.number, ExportFileRow.type, ExportFileRow.records)
            .where(ExportFileRow.clinic_id == self._clinic, ExportFileRow.export_id == export)
            .order_by(ExportFileRow.number)
        )
        return [ExportFile(*row) for row in await self._session.execute(query)]

    async def add_file(self, export: str, file: ExportFile, content: str) -> None:
        """Store a file."""
        self._session.add(
            ExportFileRow(
                export_id=export,
                number=file.number,
                clinic_id=self._clinic,
                type=file.type,
                records=file.records,
                content=self._keys.seal(_PLACE, f"{export}/{file.number}", content),
            )
        )
        await self._session.flush()
        self._session.expunge_all()

    async def content(self, export: str, number: int) -> tuple[ExportFile, str] | None:
        """Return a file and what is in it, or None."""
        row = await self._session.scalar(
            select(ExportFileRow).where(
                ExportFileRow.clinic_id == self._clinic,
                ExportFileRow.export_id == export,
                ExportFileRow.number == number,
            )
        )
        if row is None:
            return None
        content = self._keys.open(_PLACE, f"{export}/{number}", row.content)
        return ExportFile(row.number, row.type, row.records), content

    async def remove(self, exports: Sequence[str]) -> None:
        """Remove exports with their files."""
        for table, column in ((ExportFileRow, ExportFileRow.export_id), (ExportRow, ExportRow.id)):
            await self._session.execute(
                delete(table).where(table.clinic_id == self._clinic, column.in_(exports))
            )

    async def expired(self, now: datetime) -> list[str]:
        """Return exports that have expired."""
        query = select(ExportRow.id).where(ExportRow.clinic_id == self._clinic, ExportRow.expires_at <= now)
        return list(await self._session.scalars(query.limit(20)))


async def next_export(session: AsyncSession) -> Export | None:
    """Return the export of any clinic that waits longest; one that was begun goes on before the others."""
    query = (
        select(ExportRow)
        .where(ExportRow.state.in_((ExportState.RUNNING.value, ExportState.WAITING.value)))
        .order_by(ExportRow.state, ExportRow.asked_at, ExportRow.id)
        .limit(1)
    )
    row = await session.scalar(query)
    return _export(row) if row else None


async def fail_export(session: AsyncSession, export: str) -> None:
    """Let an export of any clinic have failed, also where the clinic's keys are no good."""
    await session.execute(
        update(ExportRow).where(ExportRow.id == export).values(state=ExportState.FAILED.value)
    )


def _place_json(place: Place) -> dict[str, object]:
    return {
        "type": place.type,
        "cursor": list(place.cursor),
        "left_out": sorted(place.left_out),
        "tries": place.tries,
    }


def _export(row: ExportRow) -> Export:
    place = row.place
    return Export(
        row.id,
        ClinicId(row.clinic_id),
        row.system_id,
        tuple(row.types),
        row.request,
        row.asked_at,
        row.expires_at,
        CohortId(row.cohort_id) if row.cohort_id else None,
        row.since,
        ExportState(row.state),
        Place(place["type"], tuple(place["cursor"]), frozenset(place["left_out"]), place["tries"]),
    )
