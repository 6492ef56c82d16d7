"""Instruments that a clinic has brought, plans, and what clients have answered. Answers are encrypted."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, cast

from sqlalchemy import CursorResult, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.safety.measures import (
    MeasureInstrumentRow,
    MeasurePlanRow,
    MeasureResponseRow,
)
from app.persistence.scoping import checked
from clinic.common.ids import AppointmentId, ClinicId, CohortId, PersonId, ProgramId
from clinic.measures.plans import Plan, Rhythm
from clinic.measures.responses import Draft, Response, State
from clinic.measures.scoring import Score
from clinic.measures.slots import Licence

__all__ = ["CONTENT", "MeasureRepository", "StoredInstrument", "read_response"]

CONTENT: Final = "measure_responses.content"
"""The place that answers are sealed for."""


@dataclass(frozen=True, slots=True)
class StoredInstrument:
    """A file that a clinic has brought, and what was said about its licence."""

    key: str
    version: int
    content: str
    licence: Licence


class MeasureRepository:
    """Queries about instruments, plans and responses."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def instruments(self) -> list[StoredInstrument]:
        """Return every version of every instrument that the clinic has brought."""
        query = (
            select(MeasureInstrumentRow)
            .where(checked(MeasureInstrumentRow.clinic_id) == self._clinic)
            .order_by(MeasureInstrumentRow.instrument, MeasureInstrumentRow.version)
        )
        return [
            StoredInstrument(
                row.instrument, row.version, row.content, Licence(row.holder, row.until, PersonId(row.by_id))
            )
            for row in await self._session.scalars(query)
        ]

    async def add_instrument(self, stored: StoredInstrument, now: datetime) -> None:
        """Add a version of an instrument. One that is there already is a WriteConflict."""
        licence = stored.licence
        await self._session.execute(
            insert(MeasureInstrumentRow).values(
                clinic_id=self._clinic,
                instrument=stored.key,
                version=stored.version,
                content=stored.content,
                holder=licence.holder,
                until=licence.until,
                by_id=licence.stated_by,
                at=now,
            )
        )

    async def plans(self, day: date | None = None) -> list[Plan]:
        """Return the plans that ask on that day, or all of them, the oldest first."""
        query = select(MeasurePlanRow).where(checked(MeasurePlanRow.clinic_id) == self._clinic)
        if day is not None:
            query = query.where(or_(MeasurePlanRow.until.is_(None), MeasurePlanRow.until > day))
        rows = await self._session.scalars(query.order_by(MeasurePlanRow.since, MeasurePlanRow.id))
        return [_plan(row) for row in rows]

    async def add_plan(self, plan: Plan) -> None:
        """Add a plan."""
        await self._session.execute(
            insert(MeasurePlanRow).values(
                id=plan.id,
                clinic_id=self._clinic,
                program_id=plan.program,
                cohort_id=plan.cohort,
                instrument=plan.instrument,
                rhythm=plan.rhythm.value,
                every=plan.every,
                weekday=plan.weekday,
                since=plan.since,
                until=plan.until,
            )
        )

    async def end_plan(self, plan: str, version: int, until: date) -> bool:
        """Let a plan ask no more from that day on; False if somebody has changed it meanwhile."""
        changed = (
            update(MeasurePlanRow)
            .where(
                MeasurePlanRow.clinic_id == self._clinic,
                MeasurePlanRow.id == plan,
                MeasurePlanRow.version == version,
            )
            .values(until=until, version=version + 1)
        )
        result = cast("CursorResult[Any]", await self._session.execute(changed))
        return result.rowcount == 1

    async def draft(self, response: str, client: PersonId) -> Draft | None:
        """Return what a client is answering or has answered, or None if it is not theirs."""
        query = select(MeasureResponseRow).where(
            checked(MeasureResponseRow.clinic_id) == self._clinic,
            MeasureResponseRow.id == response,
            MeasureResponseRow.person_id == client,
        )
        row = await self._session.scalar(query)
        return self._draft(row) if row else None

    async def drafts(self, client: PersonId, dues: Collection[tuple[str, str]]) -> list[Draft]:
        """Return what a client has answered, or is answering, of these instruments for these days and sessions."""
        wanted = set(dues)
        query = select(MeasureResponseRow).where(
            checked(MeasureResponseRow.clinic_id) == self._clinic,
            MeasureResponseRow.person_id == client,
            MeasureResponseRow.instrument.in_({instrument for instrument, _ in wanted}),
            MeasureResponseRow.due.in_({due for _, due in wanted}),
        )
        found = [self._draft(row) for row in await self._session.scalars(query)]
        return [each for each in found if (each.instrument, each.due) in wanted]

    async def begin(self, draft: Draft) -> None:
        """Add a response that was begun. What was begun for an earlier day of the same instrument, and left, is gone."""
        await self._session.execute(
            delete(MeasureResponseRow).where(
                MeasureResponseRow.clinic_id == self._clinic,
                MeasureResponseRow.person_id == draft.client,
                MeasureResponseRow.instrument == draft.instrument,
                MeasureResponseRow.state == State.DRAFT.value,
                MeasureResponseRow.session_id.is_(None),
            )
        )
        await self._session.execute(
            insert(MeasureResponseRow).values(
                id=draft.id,
                clinic_id=self._clinic,
                person_id=draft.client,
                session_id=draft.session,
                instrument=draft.instrument,
                version=draft.version,
                due=draft.due,
                state=draft.state.value,
                begun_at=draft.begun_at,
                content=self._seal(draft, None),
                revision=draft.revision,
            )
        )

    async def keep(self, draft: Draft, answered_at: datetime | None, score: Score | None) -> bool:
        """Store the next revision of a draft; False if another page has stored one meanwhile."""
        changed = (
            update(MeasureResponseRow)
            .where(
                MeasureResponseRow.clinic_id == self._clinic,
                MeasureResponseRow.id == draft.id,
                MeasureResponseRow.revision == draft.revision - 1,
            )
            .values(
                state=draft.state.value,
                answered_at=answered_at,
                content=self._seal(draft, score),
                revision=draft.revision,
            )
        )
        result = cast("CursorResult[Any]", await self._session.execute(changed))
        return result.rowcount == 1

    async def sent(self, clients: Collection[PersonId], since: datetime | None = None) -> list[Response]:
        """Return what these clients have sent, the oldest first."""
        query = self._sent().where(MeasureResponseRow.person_id.in_(clients))
        if since is not None:
            query = query.where(MeasureResponseRow.answered_at >= since)
        return [read_response(self._keys, row) for row in await self._session.scalars(query)]

    async def sent_since(self, since: datetime, after: str, limit: int) -> list[Response]:
        """Return what clients have sent since then, the oldest first; of that very moment those after an id."""
        row = MeasureResponseRow
        later = or_(row.answered_at > since, (row.answered_at == since) & (row.id > after))
        found = await self._session.scalars(self._sent().where(later).limit(limit))
        return [read_response(self._keys, each) for each in found]

    def _sent(self) -> Any:
        row = MeasureResponseRow
        return (
            select(row)
            .where(checked(row.clinic_id) == self._clinic, row.state == State.SENT.value)
            .order_by(row.answered_at, row.id)
        )

    def _seal(self, draft: Draft, score: Score | None) -> str:
        content: dict[str, Any] = {"answers": list(draft.answers)}
        if score is not None:
            content["score"] = [score.total, score.prorated, score.answered, score.most]
        return self._keys.seal(CONTENT, draft.id, json.dumps(content))

    def _draft(self, row: MeasureResponseRow) -> Draft:
        content = json.loads(self._keys.open(CONTENT, row.id, row.content))
        return Draft(
            row.id,
            PersonId(row.person_id),
            row.instrument,
            row.version,
            row.due,
            AppointmentId(row.session_id) if row.session_id else None,
            State(row.state),
            row.begun_at,
            tuple(content["answers"]),
            row.revision,
        )


def read_response(keys: ClinicKeys, row: MeasureResponseRow) -> Response:
    """Return a response that was sent."""
    content = json.loads(keys.open(CONTENT, row.id, row.content))
    assert row.answered_at is not None, "it was sent"
    return Response(
        row.id,
        PersonId(row.person_id),
        row.instrument,
        row.version,
        row.answered_at,
        tuple(content["answers"]),
        Score(*content["score"]),
        AppointmentId(row.session_id) if row.session_id else None,
    )


def _plan(row: MeasurePlanRow) -> Plan:
    return Plan(
        row.id,
        row.instrument,
        Rhythm(row.rhythm),
        row.every,
        row.weekday,
        ProgramId(row.program_id) if row.program_id else None,
        CohortId(row.cohort_id) if row.cohort_id else None,
        row.since,
        row.until,
        row.version,
    )
