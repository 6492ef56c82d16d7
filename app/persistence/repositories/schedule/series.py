"""Series: their rules, people and overrides."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import String, cast, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.schedule import SeriesRow
from app.persistence.repositories.schedule.records import (
    Content,
    SeriesRecord,
    override_from,
    override_json,
    people_from,
    people_json,
    slot_from,
    slot_text,
)
from app.persistence.scoping import checked
from clinic.common.ids import ClinicId, CohortId, PersonId, SeriesId
from clinic.people.merge import Pair
from clinic.programme.tracks import Track
from clinic.schedule.attendees import merged_people
from clinic.schedule.recurrence.edits import Plan
from clinic.schedule.recurrence.rule_text import format_rule, parse_rule
from clinic.schedule.recurrence.series import Series, zone_of

__all__ = ["SeriesRepository"]


class SeriesRepository:
    """The series of one clinic."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def add(self, records: Sequence[SeriesRecord]) -> None:
        """Store new series."""
        rows = [
            _values(one) | {"id": one.plan.series.id, "clinic_id": self._clinic, "version": one.version}
            for one in records
        ]
        await self._session.execute(insert(SeriesRow), rows)

    async def find(self, series: Collection[SeriesId]) -> dict[SeriesId, SeriesRecord]:
        """Return those of these series that exist."""
        query = select(SeriesRow).where(
            checked(SeriesRow.clinic_id) == self._clinic, SeriesRow.id.in_(series)
        )
        return {SeriesId(row.id): _record(row) for row in await self._session.scalars(query)}

    async def change(self, record: SeriesRecord) -> None:
        """Store a series as it is now; its version rises. The schedule has to be locked."""
        mine = (SeriesRow.clinic_id == self._clinic) & (SeriesRow.id == record.plan.series.id)
        await self._session.execute(
            update(SeriesRow).where(mine).values(**_values(record), version=record.version + 1)
        )

    async def merge(self, pair: Pair) -> None:
        """Let every series that names the dropped one of two records name the kept one."""
        for record in await self._naming(pair.drop):
            plan = record.plan
            people = merged_people(plan.series.people, pair)
            overrides = tuple(
                replace(
                    each,
                    added=merged_people(each.added, pair),
                    removed=frozenset(map(pair.one, each.removed)),
                )
                for each in plan.overrides
            )
            cameras = {pair.one(person): count for person, count in record.cameras.items()}
            changed = Plan(replace(plan.series, people=people), overrides)
            await self.change(replace(record, plan=changed, cameras=cameras))

    async def _naming(self, person: PersonId) -> list[SeriesRecord]:
        named = or_(
            *(
                cast(column, String).contains(person, autoescape=True)
                for column in (SeriesRow.people, SeriesRow.overrides, SeriesRow.cameras)
            )
        )
        query = select(SeriesRow).where(SeriesRow.clinic_id == self._clinic, named)
        return [_record(row) for row in await self._session.scalars(query)]


def _values(record: SeriesRecord) -> dict[str, Any]:
    series, content = record.plan.series, record.content
    rule = None if series.rule is None else format_rule(series.rule, series.start, zone_of(series))
    return {
        "rule": rule,
        "starts_local": slot_text(series.start),
        "second": series.second,
        "zone": series.zone,
        "duration_min": series.length_min,
        "cohort_id": series.cohort,
        "title": content.title,
        "kind": content.kind,
        "track": content.track.value,
        "break_min": content.break_min,
        "policy": dict(content.policy),
        "people": people_json(series.people),
        "overrides": [override_json(each) for each in record.plan.overrides],
        "cameras": dict(record.cameras),
    }


def _record(row: SeriesRow) -> SeriesRecord:
    series = Series(
        SeriesId(row.id),
        slot_from(row.starts_local),
        row.zone,
        row.duration_min,
        None,
        row.second,
        people_from(row.people),
        CohortId(row.cohort_id) if row.cohort_id else None,
    )
    if row.rule is not None:
        series = replace(series, rule=parse_rule(row.rule, series.start, zone_of(series)))
    return SeriesRecord(
        Plan(series, tuple(override_from(each) for each in row.overrides)),
        Content(row.title, row.kind, Track(row.track), row.break_min, row.policy),
        {PersonId(person): cameras for person, cameras in row.cameras.items()},
        row.version,
    )
