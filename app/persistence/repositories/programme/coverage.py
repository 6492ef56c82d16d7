"""What payers cover and have authorised for the clients of one clinic. What tells about a person is encrypted."""

import json
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.programme.programme import AuthorisationRow, CoverageRow
from app.persistence.scoping import checked
from clinic.common.ids import ClinicId, PersonId, RecipientId
from clinic.programme.authorisations import Authorisation, Unit
from clinic.programme.coverage import Benefit, Billed, Coverage, Covered, Item

__all__ = ["CoverageRepository"]

_COVERAGE: Final = "coverages.content"
_AUTHORISATION: Final = "authorisations.content"


class CoverageRepository:
    """The coverages of one clinic's clients, and what was authorised under each."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def of(self, client: PersonId) -> list[Coverage]:
        """Return a client's coverages, the newest first."""
        return await self._coverages(CoverageRow.person_id == client)

    async def find(self, coverage: str) -> Coverage | None:
        """Return a coverage, or None."""
        return next(iter(await self._coverages(CoverageRow.id == coverage)), None)

    async def find_all(self, coverages: Collection[str]) -> list[Coverage]:
        """Return those of these coverages that exist."""
        return await self._coverages(CoverageRow.id.in_(coverages))

    async def to_review(self, until: date, limit: int) -> list[Coverage]:
        """Return coverages whose review is due by then, the most urgent first."""
        query = (
            select(CoverageRow)
            .where(CoverageRow.clinic_id == self._clinic, CoverageRow.review_on <= until)
            .order_by(CoverageRow.review_on, CoverageRow.id)
            .limit(limit)
        )
        return [self._coverage(row) for row in await self._session.scalars(query)]

    async def add(self, coverage: Coverage) -> None:
        """Store a new coverage."""
        self._session.add(
            CoverageRow(
                id=coverage.id,
                clinic_id=self._clinic,
                person_id=coverage.client,
                **self._coverage_values(coverage),
            )
        )
        await self._session.flush()

    async def change(self, coverage: Coverage) -> bool:
        """Store a coverage as it is now, if it still has this version; return whether it had."""
        changed = await self._session.execute(
            update(CoverageRow)
            .where(*self._this(coverage))
            .values(**self._coverage_values(coverage), version=coverage.version + 1)
            .returning(CoverageRow.id)
        )
        return changed.first() is not None

    async def remove(self, coverage: Coverage) -> bool:
        """Remove a coverage and what was authorised under it, if it still has this version; return whether it had."""
        mine = select(CoverageRow.id).where(*self._this(coverage))
        await self._session.execute(
            delete(AuthorisationRow).where(
                AuthorisationRow.clinic_id == self._clinic, AuthorisationRow.coverage_id.in_(mine)
            )
        )
        removed = await self._session.execute(
            delete(CoverageRow).where(*self._this(coverage)).returning(CoverageRow.id)
        )
        return removed.first() is not None

    async def authorisations(self, coverages: Collection[str]) -> list[Authorisation]:
        """Return what was authorised under these coverages, the newest first."""
        return await self._authorisations(AuthorisationRow.coverage_id.in_(coverages))

    async def authorisation(self, authorisation: str) -> Authorisation | None:
        """Return an authorisation, or None."""
        return next(iter(await self._authorisations(AuthorisationRow.id == authorisation)), None)

    async def authorised_on(self, day: date) -> list[Authorisation]:
        """Return every authorisation of the clinic that holds on a day."""
        return await self._authorisations(AuthorisationRow.from_on <= day, AuthorisationRow.last_on >= day)

    async def authorise(self, authorisation: Authorisation) -> None:
        """Store a new authorisation."""
        self._session.add(
            AuthorisationRow(
                id=authorisation.id,
                clinic_id=self._clinic,
                coverage_id=authorisation.coverage,
                **self._authorisation_values(authorisation),
            )
        )
        await self._session.flush()

    async def change_authorisation(self, authorisation: Authorisation) -> bool:
        """Store an authorisation as it is now, if it still has this version; return whether it had."""
        changed = await self._session.execute(
            update(AuthorisationRow)
            .where(*self._that(authorisation))
            .values(**self._authorisation_values(authorisation), version=authorisation.version + 1)
            .returning(AuthorisationRow.id)
        )
        return changed.first() is not None

    async def remove_authorisation(self, authorisation: Authorisation) -> bool:
        """Remove an authorisation, if it still has this version; return whether it had."""
        removed = await self._session.execute(
            delete(AuthorisationRow).where(*self._that(authorisation)).returning(AuthorisationRow.id)
        )
        return removed.first() is not None

    def _this(self, coverage: Coverage) -> tuple[ColumnElement[bool], ...]:
        return (
            CoverageRow.clinic_id == self._clinic,
            CoverageRow.id == coverage.id,
            CoverageRow.version == coverage.version,
        )

    def _that(self, authorisation: Authorisation) -> tuple[ColumnElement[bool], ...]:
        return (
            AuthorisationRow.clinic_id == self._clinic,
            AuthorisationRow.id == authorisation.id,
            AuthorisationRow.version == authorisation.version,
        )

    async def _coverages(self, *which: ColumnElement[bool]) -> list[Coverage]:
        query = (
            select(CoverageRow)
            .where(checked(CoverageRow.clinic_id) == self._clinic, *which)
            .order_by(CoverageRow.from_on.desc(), CoverageRow.id)
        )
        return [self._coverage(row) for row in await self._session.scalars(query)]

    async def _authorisations(self, *which: ColumnElement[bool]) -> list[Authorisation]:
        query = (
            select(AuthorisationRow)
            .where(AuthorisationRow.clinic_id == self._clinic, *which)
            .order_by(AuthorisationRow.from_on.desc(), AuthorisationRow.id)
        )
        return [self._authorisation(row) for row in await self._session.scalars(query)]

    def _coverage_values(self, one: Coverage) -> Mapping[str, Any]:
        content = {
            "plan": one.plan,
            "member": one.member,
            "items": {each.value: [item.covered.value, item.note] for each, item in one.items.items()},
            "minimum_min": one.minimum_min,
            "counts": [one.counts_individual, one.counts_couples],
        }
        return {
            "payer_id": one.payer,
            "from_on": one.from_on,
            "last_on": one.last_on,
            "review_on": one.review_on,
            "content": self._keys.seal(_COVERAGE, one.id, json.dumps(content)),
        }

    def _coverage(self, row: CoverageRow) -> Coverage:
        content = json.loads(self._keys.open(_COVERAGE, row.id, row.content))
        individual, couples = content["counts"]
        return Coverage(
            row.id,
            PersonId(row.person_id),
            RecipientId(row.payer_id),
            content["plan"],
            content["member"],
            row.from_on,
            row.last_on,
            {
                Benefit(each): Item(Covered(covered), note)
                for each, (covered, note) in content["items"].items()
            },
            content["minimum_min"],
            individual,
            couples,
            row.review_on,
            row.version,
        )

    def _authorisation_values(self, one: Authorisation) -> Mapping[str, Any]:
        content = [one.number, one.billed.value, one.unit.value, one.amount]
        return {
            "from_on": one.from_on,
            "last_on": one.last_on,
            "content": self._keys.seal(_AUTHORISATION, one.id, json.dumps(content)),
        }

    def _authorisation(self, row: AuthorisationRow) -> Authorisation:
        number, billed, unit, amount = json.loads(self._keys.open(_AUTHORISATION, row.id, row.content))
        return Authorisation(
            row.id,
            row.coverage_id,
            number,
            Billed(billed),
            Unit(unit),
            amount,
            row.from_on,
            row.last_on,
            row.version,
        )
