"""What was said about people before sessions, entry by entry. Everything but its kind is encrypted."""

import json
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.live.sessions import OccupantRow, SessionRow
from app.persistence.models.safety.preparations import PreparationRow
from app.persistence.scoping import checked
from clinic.common.ids import AppointmentId, ClinicId, PersonId
from clinic.consents.versions import VersionId
from clinic.safety.places import Place, PlaceKind
from clinic.safety.preparation import (
    Confirmed,
    Declined,
    Entry,
    Hold,
    PlaceSaid,
    Said,
    SurroundingsSaid,
    Waived,
    WaiveReason,
)
from clinic.safety.surroundings import Company, Surroundings

__all__ = ["PreparationRepository"]

_PLACE: Final = "place"
_RUNS_OVER: Final = timedelta(hours=12)
_NO_PLACE: Final = "no_place"


class PreparationRepository:
    """The preparations of one clinic's sessions. Entries are only added here."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def add(
        self,
        session: AppointmentId,
        person: PersonId,
        said: Said,
        *,
        by: PersonId,
        seat: str | None,
        now: datetime,
    ) -> int:
        """Add an entry; returns its position. Two at once: the second is a WriteConflict."""
        newest = select(func.max(PreparationRow.position)).where(
            PreparationRow.session_id == session, PreparationRow.person_id == person
        )
        position = (await self._session.scalar(newest) or 0) + 1
        kind, content = _write(said)
        row = _row(session, person, position)
        self._session.add(
            PreparationRow(
                session_id=session,
                person_id=person,
                position=position,
                clinic_id=self._clinic,
                at=now,
                by_id=by,
                seat_id=seat,
                kind=kind,
                content=self._keys.seal("preparations.content", row, json.dumps(content)),
            )
        )
        await self._session.flush()
        return position

    async def of_session(self, session: AppointmentId) -> list[Entry]:
        """Return all entries of a session, the oldest first."""
        query = (
            select(PreparationRow)
            .where(checked(PreparationRow.clinic_id) == self._clinic, PreparationRow.session_id == session)
            .order_by(PreparationRow.at, PreparationRow.person_id, PreparationRow.position)
        )
        return [self._entry(row) for row in await self._session.scalars(query)]

    async def of_person(self, person: PersonId) -> list[Entry]:
        """Return all entries about somebody, the newest first."""
        query = (
            select(PreparationRow)
            .where(checked(PreparationRow.clinic_id) == self._clinic, PreparationRow.person_id == person)
            .order_by(PreparationRow.at.desc(), PreparationRow.session_id, PreparationRow.position)
        )
        return [self._entry(row) for row in await self._session.scalars(query)]

    async def last_places(
        self, people: Collection[PersonId], before: AppointmentId
    ) -> dict[PersonId, tuple[Place, str | None]]:
        """Return where each of these people were last, in another session, and the seat at whose page it was said."""
        mine = (
            checked(PreparationRow.clinic_id) == self._clinic,
            PreparationRow.person_id.in_(people),
            PreparationRow.session_id != before,
            PreparationRow.kind == _PLACE,
        )
        newest = (
            select(PreparationRow.person_id, func.max(PreparationRow.at))
            .where(*mine)
            .group_by(PreparationRow.person_id)
        )
        query = select(PreparationRow).where(
            *mine, tuple_(PreparationRow.person_id, PreparationRow.at).in_(newest)
        )
        places = {}
        for row in await self._session.scalars(query.order_by(PreparationRow.position)):
            entry = self._entry(row)
            assert isinstance(entry.said, PlaceSaid), "of this kind"
            assert entry.said.place is not None, "of this kind"
            places[entry.person] = (entry.said.place, entry.seat)
        return places

    async def places_in(
        self, person: PersonId, sessions: Collection[AppointmentId]
    ) -> dict[AppointmentId, Place]:
        """Return where a person said last that they were, of each of these sessions in which they said it."""
        query = (
            select(PreparationRow)
            .where(
                checked(PreparationRow.clinic_id) == self._clinic,
                PreparationRow.person_id == person,
                PreparationRow.session_id.in_(sessions),
                PreparationRow.kind == _PLACE,
            )
            .order_by(PreparationRow.position)
        )
        places = {}
        for row in await self._session.scalars(query):
            said = self._entry(row).said
            assert isinstance(said, PlaceSaid), "of this kind"
            assert said.place is not None, "of this kind"
            places[AppointmentId(row.session_id)] = said.place
        return places

    async def newest_place(self, person: PersonId, since: datetime) -> tuple[Place, datetime] | None:
        """Return where a person said since then that they are, in any session, and when they said it."""
        query = (
            select(PreparationRow)
            .where(
                checked(PreparationRow.clinic_id) == self._clinic,
                PreparationRow.person_id == person,
                PreparationRow.kind == _PLACE,
                PreparationRow.at >= since,
            )
            .order_by(PreparationRow.at.desc(), PreparationRow.position.desc())
            .limit(1)
        )
        row = await self._session.scalar(query)
        if row is None:
            return None
        said = self._entry(row).said
        assert isinstance(said, PlaceSaid), "of this kind"
        assert said.place is not None, "of this kind"
        return said.place, row.at

    async def open_sessions(self, person: PersonId | None, now: datetime) -> list[AppointmentId]:
        """Return the sessions whose rooms may run now, of everybody or of those in which somebody is expected.

        A session runs over if its people want it to, so one that was to end within the last hours is among them.
        """
        query = select(SessionRow.id).where(
            checked(SessionRow.clinic_id) == self._clinic,
            SessionRow.opens_at <= now,
            SessionRow.closes_at > now - _RUNS_OVER,
            SessionRow.ended_at.is_(None),
        )
        if person is not None:
            mine = select(OccupantRow.session_id).where(OccupantRow.person_id == person)
            query = query.where(SessionRow.id.in_(mine))
        return [AppointmentId(each) for each in await self._session.scalars(query.order_by(SessionRow.id))]

    def _entry(self, row: PreparationRow) -> Entry:
        at = _row(row.session_id, row.person_id, row.position)
        content = json.loads(self._keys.open("preparations.content", at, row.content))
        return Entry(
            row.position,
            PersonId(row.person_id),
            row.at,
            PersonId(row.by_id),
            row.seat_id,
            _READ[row.kind](content),
        )


def _row(session: str, person: str, position: int) -> str:
    return f"{session}/{person}/{position}"


def _write(said: Said) -> tuple[str, dict[str, Any]]:
    match said:
        case PlaceSaid(None):
            return _NO_PLACE, {}
        case PlaceSaid(place):
            assert place is not None
            return _PLACE, {
                "address": place.address,
                "unit": place.unit,
                "city": place.city,
                "state": place.state,
                "postal_code": place.postal_code,
                "kind": place.kind.value,
                "phone": place.phone,
            }
        case SurroundingsSaid(around):
            return "surroundings", {
                "private": around.private,
                "headphones": around.headphones,
                "company": sorted(around.company),
            }
        case Declined(version):
            return "declined", {"version": version}
        case Confirmed():
            return "confirmed", {}
        case Waived(hold, reason):
            return "waived", {"hold": hold.value, "reason": reason.value}


def _read_place(content: dict[str, Any]) -> PlaceSaid:
    return PlaceSaid(Place(**content | {"kind": PlaceKind(content["kind"])}))


def _read_surroundings(content: dict[str, Any]) -> SurroundingsSaid:
    company = frozenset(Company(each) for each in content["company"])
    return SurroundingsSaid(Surroundings(content["private"], content["headphones"], company))


_READ: Final[Mapping[str, Callable[[dict[str, Any]], Said]]] = {
    _PLACE: _read_place,
    _NO_PLACE: lambda _content: PlaceSaid(None),
    "surroundings": _read_surroundings,
    "declined": lambda content: Declined(VersionId(content["version"])),
    "confirmed": lambda _content: Confirmed(),
    "waived": lambda content: Waived(Hold(content["hold"]), WaiveReason(content["reason"])),
}
