"""Reading by systems: a record by its id, or a page of a search.

What a recipient may not have is as if it were not there. Only where a search asks for nobody in particular is it told of
how many people something was left out.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Final

from app.access.records.exports.callers import SystemCaller
from app.access.records.exports.sources.consents import consents
from app.access.records.exports.sources.coverages import coverages
from app.access.records.exports.sources.measures import observations, questionnaire_responses
from app.access.records.exports.sources.people import patients, practitioner_roles, practitioners
from app.access.records.exports.sources.programme import care_teams, episodes_of_care, groups
from app.access.records.exports.sources.rows import Batch, Cursor, Leaving, Row, Source
from app.access.records.exports.sources.sessions import appointments, encounters, provenances
from app.exports.fhir.made import Content, with_meta
from app.exports.fhir.search import Search
from app.persistence.repositories.records.systems import Shown
from clinic.common.ids import PersonId

__all__ = ["SOURCES", "FoundPage", "Judged", "Reading", "find_page", "find_record", "whole_ms"]

_MOST_SCANNED: Final = 1_000
"""Rows that one page looks through: a page may have fewer records than asked for, and still a next one."""

SOURCES: Final[Mapping[str, Source]] = MappingProxyType(
    {
        "Patient": patients,
        "Practitioner": practitioners,
        "PractitionerRole": practitioner_roles,
        "Group": groups,
        "CareTeam": care_teams,
        "EpisodeOfCare": episodes_of_care,
        "Appointment": appointments,
        "Encounter": encounters,
        "Provenance": provenances,
        "Consent": consents,
        "Coverage": coverages,
        "QuestionnaireResponse": questionnaire_responses,
        "Observation": observations,
    }
)
"""By type of resource."""


@dataclass
class FoundPage:
    """A page of a search.

    Attributes:
        left_out: Of whom something was left out; None where the number would tell of somebody.
        protected: Whether 42 CFR Part 2 protects some of it.
        after: Where the next page begins; None if this is the last.
    """

    records: list[Content] = field(default_factory=list)
    left_out: int | None = None
    protected: bool = False
    after: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A row that was looked at.

    Attributes:
        record: What leaves; None if it does not fit, or may not leave.
        kept_back: Of whom it is, if it fits and may not leave.
    """

    row: Row
    record: Content | None
    kept_back: PersonId | None


@dataclass
class Reading:
    """Reads rows for one system and makes records of those that may leave and fit.

    Attributes:
        at: When what has changed is said to have changed, in whole milliseconds, as it is written.
        changed: What the system was not shown so before, to be stored once it is shown.
    """

    leaving: Leaving
    system: str
    search: Search
    at: datetime
    changed: dict[str, Shown] = field(default_factory=dict)

    async def batch(self, after: Cursor) -> Batch:
        """Return the rows of the next batch."""
        return await SOURCES[self.search.type](self.leaving, self.search, after)

    async def judge(self, rows: list[Row]) -> list[Judged]:
        """Return what may leave of rows, and fits."""
        fitting = [row for row in rows if self._fits(row)]
        open_ = await self._open(fitting)
        dated = await self._dated({row.id: row.make() for row in fitting if row.id in open_})
        hidden = {row.id for row in fitting} - open_
        return [Judged(row, dated.get(row.id), row.person if row.id in hidden else None) for row in rows]

    def _fits(self, row: Row) -> bool:
        search, only = self.search, self.leaving.only
        if row.person is not None and only is not None and row.person not in only:
            return False
        if search.patient is not None and row.person != search.patient:
            return False
        if search.ids is not None and row.id not in search.ids:
            return False
        if search.statuses is not None and row.status not in search.statuses:
            return False
        return row.when is None or search.dates.meet(*row.when)

    async def _open(self, rows: list[Row]) -> set[str]:
        open_ = {row.id for row in rows if not row.protected}
        for category in {row.category for row in rows if row.protected}:
            mine = [row for row in rows if row.protected and row.category is category]
            people = {row.person for row in mine if row.person is not None}
            may_go = await self.leaving.may_go(people, category)
            open_ |= {row.id for row in mine if row.person in may_go}
        return open_

    async def _dated(self, made: dict[str, Content]) -> dict[str, Content]:
        """Return records with when they changed, those that the search leaves out taken away."""
        unit, type_ = self.leaving.unit, self.search.type
        known = await unit.outward.shown.of(self.system, type_, list(made))
        found = {}
        for id_, record in made.items():
            hashed = unit.keys.content_hash(json.dumps(record, sort_keys=True).encode())
            shown = known.get(id_)
            if shown is None or shown.print != hashed:
                shown = self.changed[id_] = Shown(hashed, self.at)
            if self.search.updated.meet(shown.changed_at):
                found[id_] = with_meta(record, shown.changed_at)
        return found


def whole_ms(at: datetime) -> datetime:
    """Return a moment as it is written: what is compared with it later knows no less."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


async def find_record(caller: SystemCaller, type_: str, id_: str) -> Content | None:
    """Return a record, or None: there is none, not in this clinic, or it may not leave. Raises Forbidden."""
    caller.check(type_, "r")
    page = await _find_page(caller, Search(type_, ids=frozenset({id_}), count=1), ())
    return page.records[0] if page.records else None


async def find_page(caller: SystemCaller, search: Search, after: Cursor) -> FoundPage:
    """Return a page of a search. Reading it is an entry of the audit trail. Raises Forbidden."""
    caller.check(search.type, "s")
    return await _find_page(caller, search, after)


async def _find_page(caller: SystemCaller, search: Search, after: Cursor) -> FoundPage:
    page = FoundPage()
    async with caller.read() as unit:
        leaving = Leaving(unit, caller.system.recipient)
        reading = Reading(leaving, caller.system.id, search, whole_ms(caller.now))
        left_out = await _fill(page, reading, after)
    if not search.is_about_somebody:
        page.left_out = len(left_out)
    shown = {each["id"] for each in page.records}
    async with caller.write() as unit:
        changed = {id_: one for id_, one in reading.changed.items() if id_ in shown}
        await unit.outward.shown.put(caller.system.id, search.type, changed)
        unit.note(
            "system.read",
            caller.system.id,
            caller.system.recipient,
            type=search.type,
            records=len(page.records),
        )
    return page


async def _fill(page: FoundPage, reading: Reading, after: Cursor) -> set[PersonId]:
    """Fill a page; return of whom something was left out up to its end."""
    count, scanned, left_out = reading.search.count, 0, set[PersonId]()
    page.after = after
    while page.after is not None and scanned < _MOST_SCANNED and len(page.records) < count:
        batch = await reading.batch(page.after)
        left_out |= batch.left_out
        for start in range(0, len(batch.rows), count):
            for one in await reading.judge(batch.rows[start : start + count]):
                if len(page.records) == count:
                    # The rest belongs to the next page, and so does what is left out of it.
                    return left_out
                page.after = one.row.after
                if one.kept_back is not None:
                    left_out.add(one.kept_back)
                if one.record is not None:
                    page.records.append(one.record)
                    page.protected = page.protected or one.row.protected
        page.after = batch.after
        scanned += max(1, len(batch.rows))
    return left_out
