"""Sober activities and resource cards of one clinic. Nothing of them is about a client but who comes."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.models.programme.support import ActivityReplyRow, ActivityRow, ResourceCardRow
from app.persistence.scoping import checked
from clinic.common.ids import ClinicId, PersonId, ProgramId
from clinic.support.activities import ActivityAudience, Reply, SoberActivity
from clinic.support.resources import ResourceCard, ResourceKind

__all__ = ["ActivityRepository", "ResourceRepository"]


class ActivityRepository:
    """Queries about activities and who comes."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def coming_up(self, since: datetime, limit: int) -> list[SoberActivity]:
        """Return activities that end after a moment, the next first; the cancelled ones too."""
        query = (
            select(ActivityRow)
            .where(ActivityRow.clinic_id == self._clinic, ActivityRow.ends_at > since)
            .order_by(ActivityRow.begins_at, ActivityRow.id)
            .limit(limit)
        )
        return [_activity(row) for row in await self._session.scalars(query)]

    async def find(self, activity: str, *, lock: bool = False) -> SoberActivity | None:
        """Return an activity, or None; others who reply to it meanwhile wait if it is locked."""
        query = select(ActivityRow).where(
            checked(ActivityRow.clinic_id) == self._clinic, ActivityRow.id == activity
        )
        row = await self._session.scalar(query.with_for_update() if lock else query)
        return _activity(row) if row else None

    async def add(self, one: SoberActivity) -> None:
        """Add an activity."""
        await self._session.execute(
            insert(ActivityRow).values(id=one.id, clinic_id=self._clinic, version=1, **_values(one))
        )

    async def change(self, one: SoberActivity) -> bool:
        """Store an activity as it is now, if it still has this version; return whether it had."""
        changed = await self._session.execute(
            update(ActivityRow)
            .where(
                ActivityRow.clinic_id == self._clinic,
                ActivityRow.id == one.id,
                ActivityRow.version == one.version,
            )
            .values(version=one.version + 1, **_values(one))
            .returning(ActivityRow.id)
        )
        return changed.first() is not None

    async def replies(self, activities: Collection[str]) -> dict[str, tuple[Reply, ...]]:
        """Return who replied what to each of these activities, in the order of the people's ids."""
        query = (
            select(ActivityReplyRow)
            .where(
                checked(ActivityReplyRow.clinic_id) == self._clinic,
                ActivityReplyRow.activity_id.in_(activities),
            )
            .order_by(ActivityReplyRow.person_id)
        )
        found: dict[str, list[Reply]] = defaultdict(list)
        for row in await self._session.scalars(query):
            found[row.activity_id].append(Reply(PersonId(row.person_id), row.coming, row.shows_name))
        return {one: tuple(found[one]) for one in activities}

    async def put_reply(self, activity: str, made: Reply) -> None:
        """Store what somebody replied. The activity has to be locked."""
        values = {"coming": made.coming, "shows_name": made.shows_name}
        changed = await self._session.execute(
            update(ActivityReplyRow)
            .where(
                ActivityReplyRow.clinic_id == self._clinic,
                ActivityReplyRow.activity_id == activity,
                ActivityReplyRow.person_id == made.person,
            )
            .values(**values)
            .returning(ActivityReplyRow.person_id)
        )
        if changed.first() is None:
            await self._session.execute(
                insert(ActivityReplyRow).values(
                    activity_id=activity, person_id=made.person, clinic_id=self._clinic, **values
                )
            )


class ResourceRepository:
    """Queries about resource cards."""

    def __init__(self, session: AsyncSession, clinic: ClinicId) -> None:
        self._session = session
        self._clinic = clinic

    async def all(self, limit: int, *, archived: bool = False) -> list[ResourceCard]:
        """Return cards by their titles: those in use, or those that are not any more."""
        query = (
            select(ResourceCardRow)
            .where(ResourceCardRow.clinic_id == self._clinic, ResourceCardRow.archived.is_(archived))
            .order_by(ResourceCardRow.title, ResourceCardRow.id)
            .limit(limit)
        )
        return [_card(row) for row in await self._session.scalars(query)]

    async def find(self, card: str) -> ResourceCard | None:
        """Return a card, or None."""
        query = select(ResourceCardRow).where(
            checked(ResourceCardRow.clinic_id) == self._clinic, ResourceCardRow.id == card
        )
        row = await self._session.scalar(query)
        return _card(row) if row else None

    async def add(self, card: ResourceCard) -> None:
        """Add a card."""
        await self._session.execute(
            insert(ResourceCardRow).values(id=card.id, clinic_id=self._clinic, version=1, **_fields(card))
        )

    async def change(self, card: ResourceCard) -> bool:
        """Store a card as it is now, if it still has this version; return whether it had."""
        changed = await self._session.execute(
            update(ResourceCardRow)
            .where(
                ResourceCardRow.clinic_id == self._clinic,
                ResourceCardRow.id == card.id,
                ResourceCardRow.version == card.version,
            )
            .values(version=card.version + 1, **_fields(card))
            .returning(ResourceCardRow.id)
        )
        return changed.first() is not None


def _values(one: SoberActivity) -> dict[str, object]:
    return {
        "title": one.title,
        "place": one.place,
        "details": one.details,
        "begins_at": one.begins,
        "ends_at": one.ends,
        "audience": one.audience.value,
        "programs": sorted(one.programs),
        "capacity": one.capacity,
        "cancelled": one.cancelled,
    }


def _activity(row: ActivityRow) -> SoberActivity:
    return SoberActivity(
        row.id,
        row.title,
        row.place,
        row.details,
        row.begins_at,
        row.ends_at,
        ActivityAudience(row.audience),
        frozenset(ProgramId(one) for one in row.programs),
        row.capacity,
        row.cancelled,
        row.version,
    )


def _fields(card: ResourceCard) -> dict[str, object]:
    return {
        "kind": card.kind.value,
        "title": card.title,
        "what": card.what,
        "phone": card.phone,
        "url": card.url,
        "area": card.area,
        "language": card.language,
        "checked_on": card.checked_on,
        "archived": card.archived,
    }


def _card(row: ResourceCardRow) -> ResourceCard:
    return ResourceCard(
        row.id,
        ResourceKind(row.kind),
        row.title,
        row.what,
        row.phone,
        row.url,
        row.area,
        row.language,
        row.checked_on,
        row.archived,
        row.version,
    )
