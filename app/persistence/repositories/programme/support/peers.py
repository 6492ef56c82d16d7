"""The support network of one clinic: who is in it, what is between them, reports and hosts.

What somebody reads of their links takes the same queries whatever the other one, or the care team, has done.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.programme.support import PeerHostRow, PeerLinkRow, PeerProfileRow, PeerReportRow
from app.persistence.scoping import checked
from clinic.common.ids import ClinicId, PersonId
from clinic.support.hosts import PeerHost
from clinic.support.peers import LinkState, PeerLink
from clinic.support.reports import Report, ReportOutcome, ReportState

__all__ = ["PeerProfile", "PeerRepository"]

_NAME: Final = "peer_profiles.name"
_LINES: Final = ("peer_links.first_line", "peer_links.second_line")
_REPORT: Final = "peer_reports.content"


@dataclass(frozen=True, slots=True)
class PeerProfile:
    """Somebody in the network.

    Attributes:
        name: What they are called there; empty before they have chosen.
        suspended_at: Since when the care team keeps them out of it.
        version: Counts their own changes of the name, and no one else's acts.
    """

    person: PersonId
    name: str = field(default="", repr=False)
    suspended_at: datetime | None = None
    suspended_by: PersonId | None = None
    version: int = 0


class PeerRepository:
    """Queries about the network."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def profiles(self, people: Collection[PersonId]) -> dict[PersonId, PeerProfile]:
        """Return who of these people is in the network; who is not has an empty profile."""
        query = select(PeerProfileRow).where(
            checked(PeerProfileRow.clinic_id) == self._clinic, PeerProfileRow.person_id.in_(people)
        )
        found = {row.person_id: self._profile(row) for row in await self._session.scalars(query)}
        return {one: found.get(one, PeerProfile(one)) for one in people}

    async def suspended(self) -> list[PeerProfile]:
        """Return everybody whom the care team keeps out, the latest first."""
        query = (
            select(PeerProfileRow)
            .where(PeerProfileRow.clinic_id == self._clinic, PeerProfileRow.suspended_at.is_not(None))
            .order_by(PeerProfileRow.suspended_at.desc(), PeerProfileRow.person_id)
        )
        return [self._profile(row) for row in await self._session.scalars(query)]

    async def put_profile(self, profile: PeerProfile) -> None:
        """Store somebody's profile. Their record has to be locked."""
        values = {
            "name": self._keys.seal(_NAME, profile.person, profile.name) if profile.name else None,
            "suspended_at": profile.suspended_at,
            "suspended_by_id": profile.suspended_by,
            "version": profile.version,
        }
        mine = (PeerProfileRow.clinic_id == self._clinic) & (PeerProfileRow.person_id == profile.person)
        changed = await self._session.execute(
            update(PeerProfileRow).where(mine).values(**values).returning(PeerProfileRow.person_id)
        )
        if changed.first() is None:
            await self._session.execute(
                insert(PeerProfileRow).values(person_id=profile.person, clinic_id=self._clinic, **values)
            )

    async def links_of(self, person: PersonId) -> list[PeerLink]:
        """Return everything between somebody and others, in the order of the others' ids."""
        query = select(PeerLinkRow).where(
            checked(PeerLinkRow.clinic_id) == self._clinic,
            or_(PeerLinkRow.first_id == person, PeerLinkRow.second_id == person),
        )
        found = [self._link(row) for row in await self._session.scalars(query)]
        return sorted(found, key=lambda link: link.other(person))

    async def between(self, one: PersonId, other: PersonId) -> PeerLink | None:
        """Return what is between two people, or None if nothing ever was."""
        first, second = sorted((one, other))
        query = select(PeerLinkRow).where(
            checked(PeerLinkRow.clinic_id) == self._clinic,
            PeerLinkRow.first_id == first,
            PeerLinkRow.second_id == second,
        )
        row = await self._session.scalar(query)
        return self._link(row) if row else None

    async def kept_apart(self) -> list[PeerLink]:
        """Return all pairs whom the care team keeps apart."""
        query = (
            select(PeerLinkRow)
            .where(PeerLinkRow.clinic_id == self._clinic, PeerLinkRow.kept_apart)
            .order_by(PeerLinkRow.id)
        )
        return [self._link(row) for row in await self._session.scalars(query)]

    async def put_link(self, link: PeerLink) -> None:
        """Store what is between two people. The records of both have to be locked."""
        values: dict[str, Any] = {
            "state": link.state.value,
            "kept_apart": link.kept_apart,
            "since": link.since,
        }
        for person, who, place in zip(link.people, ("first", "second"), _LINES, strict=True):
            line = link.lines.get(person, "")
            values |= {
                f"{who}_offers": person in link.offers,
                f"{who}_blocks": person in link.blocks,
                f"{who}_told": person in link.told,
                f"{who}_line": self._keys.seal(place, link.id, line) if line else None,
            }
        first, second = link.people
        new = {"id": link.id, "clinic_id": self._clinic, "first_id": first, "second_id": second}
        # One statement of one shape: whether the other one was there first must not be felt, either.
        is_postgres = self._session.get_bind().dialect.name == "postgresql"
        put = (postgresql.insert if is_postgres else sqlite.insert)(PeerLinkRow).values(**new, **values)
        await self._session.execute(put.on_conflict_do_update(index_elements=["id"], set_=values))

    async def add_report(self, report: Report) -> None:
        """Add a report."""
        await self._session.execute(
            insert(PeerReportRow).values(
                id=report.id,
                clinic_id=self._clinic,
                link_id=report.link,
                by_id=report.by,
                about_id=report.about,
                at=report.at,
                content=self._seal(report),
                done=False,
            )
        )

    async def reports(self, *, done: bool, limit: int) -> list[Report]:
        """Return reports, the newest first."""
        query = (
            select(PeerReportRow)
            .where(PeerReportRow.clinic_id == self._clinic, PeerReportRow.done.is_(done))
            .order_by(PeerReportRow.at.desc(), PeerReportRow.id)
            .limit(limit)
        )
        return [self._report(row) for row in await self._session.scalars(query)]

    async def report(self, report: str) -> Report | None:
        """Return a report, or None."""
        query = select(PeerReportRow).where(
            checked(PeerReportRow.clinic_id) == self._clinic, PeerReportRow.id == report
        )
        row = await self._session.scalar(query)
        return self._report(row) if row else None

    async def conclude_report(self, report: Report) -> bool:
        """Store what was done about a report; False if somebody else did something meanwhile."""
        changed = await self._session.execute(
            update(PeerReportRow)
            .where(
                PeerReportRow.clinic_id == self._clinic,
                PeerReportRow.id == report.id,
                PeerReportRow.done.is_(False),
            )
            .values(
                content=self._seal(report),
                done=True,
                outcome=report.outcome,
                done_by_id=report.done_by,
                done_at=report.done_at,
            )
            .returning(PeerReportRow.id)
        )
        return changed.first() is not None

    async def hosts(self, people: Collection[PersonId]) -> dict[PersonId, PeerHost]:
        """Return who of these people may host alumni groups."""
        query = select(PeerHostRow).where(
            checked(PeerHostRow.clinic_id) == self._clinic, PeerHostRow.person_id.in_(people)
        )
        found = (
            PeerHost(PersonId(row.person_id), row.trained_on) for row in await self._session.scalars(query)
        )
        return {one.person: one for one in found}

    async def put_host(self, host: PeerHost) -> None:
        """Store that somebody may host."""
        await self.end_host(host.person)
        await self._session.execute(
            insert(PeerHostRow).values(
                person_id=host.person, clinic_id=self._clinic, trained_on=host.trained_on
            )
        )

    async def end_host(self, person: PersonId) -> None:
        """Store that somebody does not host any more."""
        await self._session.execute(
            delete(PeerHostRow).where(PeerHostRow.clinic_id == self._clinic, PeerHostRow.person_id == person)
        )

    def _profile(self, row: PeerProfileRow) -> PeerProfile:
        return PeerProfile(
            PersonId(row.person_id),
            self._keys.open(_NAME, row.person_id, row.name) if row.name else "",
            row.suspended_at,
            PersonId(row.suspended_by_id) if row.suspended_by_id else None,
            row.version,
        )

    def _link(self, row: PeerLinkRow) -> PeerLink:
        people = (PersonId(row.first_id), PersonId(row.second_id))

        def who(first: bool, second: bool) -> frozenset[PersonId]:
            return frozenset(one for one, is_so in zip(people, (first, second), strict=True) if is_so)

        sealed = zip(people, _LINES, (row.first_line, row.second_line), strict=True)
        return PeerLink(
            row.id,
            people,
            LinkState(row.state),
            who(row.first_offers, row.second_offers),
            who(row.first_blocks, row.second_blocks),
            who(row.first_told, row.second_told),
            row.kept_apart,
            row.since,
            {one: self._keys.open(place, row.id, line) for one, place, line in sealed if line},
        )

    def _seal(self, report: Report) -> str:
        content = {"words": report.words, "line": report.line, "note": report.note}
        return self._keys.seal(_REPORT, report.id, json.dumps(content))

    def _report(self, row: PeerReportRow) -> Report:
        content = json.loads(self._keys.open(_REPORT, row.id, row.content))
        return Report(
            row.id,
            row.link_id,
            PersonId(row.by_id),
            PersonId(row.about_id),
            row.at,
            content["words"],
            content["line"],
            ReportState.DONE if row.done else ReportState.OPEN,
            ReportOutcome(row.outcome) if row.outcome else None,
            content["note"],
            PersonId(row.done_by_id) if row.done_by_id else None,
            row.done_at,
        )
