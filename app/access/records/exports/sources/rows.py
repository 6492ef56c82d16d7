"""What a source gives: rows that become resources, with what decides whether they may leave."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from app.exports.fhir.made import Content
from app.exports.fhir.search import Search
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.records.leaving import Care, KnownGroup
from clinic.care_team.reading import Category
from clinic.common.ids import CohortId, PersonId, RecipientId
from clinic.consents.recipients import disclosable

__all__ = ["BATCH", "Batch", "Cursor", "Leaving", "Row", "Source"]

BATCH = 100
"""Things read at a time."""

Cursor = tuple[str, ...]
"""After which row the next one comes; empty before the first."""


@dataclass(frozen=True, slots=True)
class Row:
    """What may become a resource.

    Attributes:
        id: Of the resource.
        after: The cursor after it.
        person: The client whom it is about; None if it is about none.
        make: Makes the resource.
        protected: Whether 42 CFR Part 2 protects it.
        category: Of what a consent has to open, if it is protected.
        status: By which it can be looked for.
        when: When it happened, and until when, if it took time.
    """

    id: str
    after: Cursor
    person: PersonId | None
    make: Callable[[], Content]
    protected: bool = False
    category: Category = Category.SUD_TRACK
    status: str = ""
    when: tuple[datetime, datetime | None] | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Rows, the cursor after them, None if there are no more, and of whom something inside a row was left out."""

    rows: list[Row]
    after: Cursor | None
    left_out: frozenset[PersonId] = frozenset()


@dataclass
class Leaving:
    """What is asked of a clinic in the name of one recipient.

    Attributes:
        only: These clients only; None for all.
        group: This group's only.
    """

    unit: ClinicUnit = field(repr=False)
    recipient: RecipientId
    only: frozenset[PersonId] | None = None
    group: CohortId | None = None
    _groups: dict[CohortId, KnownGroup] | None = None

    @property
    def today(self) -> date:
        """The clinic's day."""
        return self.unit.now.astimezone(self.unit.zone).date()

    async def groups(self) -> dict[CohortId, KnownGroup]:
        """Return what is known of every group of the clinic."""
        if self._groups is None:
            self._groups = await self.unit.outward.records.groups()
        return self._groups

    async def may_go(self, people: Collection[PersonId], category: Category) -> frozenset[PersonId]:
        """Return those of these clients whose protected records of a category may go to the recipient."""
        grants = await self.unit.grants.to(self.recipient, people, self.unit.now) if people else []
        return disclosable(grants, self.recipient, self.unit.now, category)

    async def care_of(self, people: Collection[PersonId]) -> dict[PersonId, Care]:
        """Return what of these clients' care is protected."""
        return await self.unit.outward.records.care_of(people)


Source = Callable[[Leaving, Search, Cursor], Awaitable[Batch]]
"""Reads the next batch of one type. It may give more than was looked for, and never less."""
