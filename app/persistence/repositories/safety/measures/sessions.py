"""Sessions as measures look at them: who was in one, what was done in it, and what was answered about it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.persistence.encryption import ClinicKeys
from app.persistence.models.live.record import PresenceIntervalRow, RoomEventRow
from app.persistence.models.live.sessions import SessionRow
from app.persistence.models.programme.programme import MembershipRow
from app.persistence.models.safety.measures import MeasureResponseRow
from app.persistence.models.schedule import AppointmentRow, AttendeeRow
from app.persistence.repositories.safety.measures.measures import read_response
from app.persistence.scoping import checked
from clinic.common.ids import AppointmentId, ClinicId, CohortId, PersonId
from clinic.measures.responses import Response, State
from clinic.programme.cohorts import Membership
from clinic.schedule.attendees import LEADING, Role
from clinic.schedule.recurrence.series import LONGEST_MIN
from rooms.model.events import ProtocolStarted, Recorded
from rooms.model.events.codec import decode_event
from rooms.model.ids import PersonId as RoomPerson
from rooms.talk_time.turns import TURN_KINDS, time_in_turns

__all__ = ["MeasuredSession", "MeasuredSessionRepository"]


@dataclass(frozen=True, slots=True)
class MeasuredSession:
    """A session that has taken place, or one that is planned for today.

    Attributes:
        ended_at: When it ended, or its room closed.
        leaders: Who leads or led it.
    """

    id: AppointmentId
    cohort: CohortId | None
    begins_at: datetime
    ended_at: datetime
    leaders: tuple[PersonId, ...] = ()


class MeasuredSessionRepository:
    """Queries about sessions."""

    def __init__(self, session: AsyncSession, clinic: ClinicId, keys: ClinicKeys) -> None:
        self._session = session
        self._clinic = clinic
        self._keys = keys

    async def attended(self, client: PersonId, since: datetime, now: datetime) -> list[MeasuredSession]:
        """Return the sessions in which the client was present and that ended since then, the oldest first."""
        was_there = select(PresenceIntervalRow.id).where(
            PresenceIntervalRow.session_id == SessionRow.id, PresenceIntervalRow.person_id == client
        )
        query = (
            _ended(self._clinic)
            .where(
                was_there.exists(),
                or_(SessionRow.ended_at > since, SessionRow.ended_at.is_(None)),
                SessionRow.closes_at > since,
                SessionRow.opens_at <= now,
                or_(SessionRow.ended_at.is_not(None), SessionRow.closes_at <= now),
            )
            .order_by(AppointmentRow.begins_at, AppointmentRow.id)
        )
        return [_measured(row) for row in await self._session.execute(query)]

    async def of_cohort(self, cohort: CohortId, since: datetime, by: datetime) -> list[MeasuredSession]:
        """Return the group's sessions that ended between these moments, the oldest first."""
        ended = func.coalesce(SessionRow.ended_at, SessionRow.closes_at)
        query = (
            _ended(self._clinic)
            .where(AppointmentRow.cohort_id == cohort, ended > since, ended <= by)
            .order_by(AppointmentRow.begins_at, AppointmentRow.id)
        )
        return [_measured(row) for row in await self._session.execute(query)]

    async def of_groups(self, since: datetime, by: datetime) -> list[MeasuredSession]:
        """Return the sessions of all groups that ended between these moments, the oldest first."""
        ended = func.coalesce(SessionRow.ended_at, SessionRow.closes_at)
        query = (
            _ended(self._clinic)
            .where(
                AppointmentRow.cohort_id.is_not(None),
                # None ends more than a day after it begins; the index leads by its beginning.
                AppointmentRow.begins_at > since - timedelta(days=1),
                AppointmentRow.begins_at <= by,
                ended > since,
                ended <= by,
            )
            .order_by(AppointmentRow.begins_at, AppointmentRow.id)
        )
        return [_measured(row) for row in await self._session.execute(query)]

    async def find(self, session: AppointmentId) -> MeasuredSession | None:
        """Return one session with those who lead it."""
        row = (await self._session.execute(_ended(self._clinic).where(SessionRow.id == session))).first()
        return None if row is None else (await self._led([_measured(row)]))[0]

    async def of_day(self, client: PersonId, end: datetime, now: datetime) -> list[MeasuredSession]:
        """Return the client's planned sessions that begin before ``end`` and are not over, with those who lead them."""
        # None that goes on began earlier: of years of sessions the index leads to a few.
        expected = select(AttendeeRow.appointment_id).where(
            AttendeeRow.clinic_id == self._clinic,
            AttendeeRow.person_id == client,
            AttendeeRow.role == Role.MEMBER.value,
            AttendeeRow.begins_at > now - timedelta(minutes=LONGEST_MIN),
        )
        query = (
            select(
                AppointmentRow.id, AppointmentRow.cohort_id, AppointmentRow.begins_at, AppointmentRow.ends_at
            )
            .outerjoin(SessionRow, SessionRow.id == AppointmentRow.id)
            .where(
                checked(AppointmentRow.clinic_id) == self._clinic,
                AppointmentRow.status == "planned",
                AppointmentRow.begins_at < end,
                AppointmentRow.id.in_(expected),
                SessionRow.ended_at.is_(None),
                or_(SessionRow.closes_at > now, AppointmentRow.ends_at > now),
            )
            .order_by(AppointmentRow.begins_at, AppointmentRow.id)
        )
        found = [
            MeasuredSession(AppointmentId(row[0]), CohortId(row[1]) if row[1] else None, row[2], row[3])
            for row in await self._session.execute(query)
        ]
        return await self._led(found)

    async def leads_cohort(self, viewer: PersonId, cohort: CohortId, since: datetime, by: datetime) -> bool:
        """Return whether somebody leads, or led, a session of the group that begins between these moments."""
        query = (
            select(AppointmentRow.id)
            .join(AttendeeRow, AttendeeRow.appointment_id == AppointmentRow.id)
            .where(
                checked(AppointmentRow.clinic_id) == self._clinic,
                AppointmentRow.cohort_id == cohort,
                AppointmentRow.status == "planned",
                AttendeeRow.person_id == viewer,
                AttendeeRow.role.in_([role.value for role in LEADING]),
                AppointmentRow.begins_at >= since,
                AppointmentRow.begins_at < by,
            )
            .limit(1)
        )
        return await self._session.scalar(query) is not None

    async def answered(self, sessions: Collection[AppointmentId]) -> list[Response]:
        """Return what was sent about these sessions."""
        query = select(MeasureResponseRow).where(
            checked(MeasureResponseRow.clinic_id) == self._clinic,
            MeasureResponseRow.session_id.in_(sessions),
            MeasureResponseRow.state == State.SENT.value,
        )
        return [read_response(self._keys, row) for row in await self._session.scalars(query)]

    async def protocols(self, sessions: Collection[AppointmentId]) -> dict[str, list[str]]:
        """Return which protocols were started in each of these sessions, each once, in order."""
        query = (
            select(RoomEventRow.session_id, RoomEventRow.payload)
            .join(SessionRow, SessionRow.id == RoomEventRow.session_id)
            .where(
                SessionRow.clinic_id == self._clinic,
                RoomEventRow.session_id.in_(sessions),
                RoomEventRow.kind == ProtocolStarted.kind,
            )
            .order_by(RoomEventRow.session_id, RoomEventRow.position)
        )
        found: dict[str, dict[str, None]] = {}
        for session, payload in await self._session.execute(query):
            found.setdefault(session, {})[payload["protocol"]] = None
        return {session: list(names) for session, names in found.items()}

    async def turn_times(
        self, sessions: Collection[AppointmentId]
    ) -> dict[AppointmentId, dict[PersonId, timedelta]]:
        """Return for how long every client who was there had the turn, by session, while its log is kept."""
        there = (
            select(PresenceIntervalRow.session_id, PresenceIntervalRow.person_id)
            .join(SessionRow, SessionRow.id == PresenceIntervalRow.session_id)
            .join(
                AttendeeRow,
                (AttendeeRow.appointment_id == PresenceIntervalRow.session_id)
                & (AttendeeRow.person_id == PresenceIntervalRow.person_id),
            )
            .where(
                SessionRow.clinic_id == self._clinic,
                PresenceIntervalRow.session_id.in_(sessions),
                PresenceIntervalRow.private.is_(False),
                AttendeeRow.role == Role.MEMBER.value,
            )
            .distinct()
        )
        row = RoomEventRow
        query = (
            select(row.session_id, row.position, row.at, row.kind, row.payload)
            .join(SessionRow, SessionRow.id == row.session_id)
            .where(
                SessionRow.clinic_id == self._clinic,
                row.session_id.in_(sessions),
                row.kind.in_(sorted(TURN_KINDS)),
            )
            .order_by(row.session_id, row.position)
        )
        rows = await self._session.execute(query)
        turns = {
            session: time_in_turns(
                Recorded(each.position, each.at, decode_event(each.kind, each.payload)) for each in log
            )
            for session, log in groupby(rows, key=lambda each: each.session_id)
        }
        found: dict[AppointmentId, dict[PersonId, timedelta]] = {}
        for session, person in await self._session.execute(there):
            if session in turns:
                seconds = turns[session].get(RoomPerson(person), 0.0)
                found.setdefault(AppointmentId(session), {})[PersonId(person)] = timedelta(seconds=seconds)
        return found

    async def memberships(self, cohort: CohortId) -> dict[PersonId, list[Membership]]:
        """Return, for everybody who was ever in a group, the memberships that they have in any."""
        ever = select(MembershipRow.person_id).where(
            MembershipRow.clinic_id == self._clinic, MembershipRow.cohort_id == cohort
        )
        query = select(MembershipRow).where(
            checked(MembershipRow.clinic_id) == self._clinic, MembershipRow.person_id.in_(ever)
        )
        found: dict[PersonId, list[Membership]] = {}
        for row in await self._session.scalars(query):
            one = Membership(CohortId(row.cohort_id), PersonId(row.person_id), row.since, row.until)
            found.setdefault(one.person, []).append(one)
        return found

    async def _led(self, sessions: list[MeasuredSession]) -> list[MeasuredSession]:
        query = (
            select(AttendeeRow.appointment_id, AttendeeRow.person_id)
            .where(
                AttendeeRow.clinic_id == self._clinic,
                AttendeeRow.appointment_id.in_([each.id for each in sessions]),
                AttendeeRow.role.in_([role.value for role in LEADING]),
            )
            .order_by(AttendeeRow.person_id)
        )
        leaders: dict[str, list[PersonId]] = {}
        for session, person in await self._session.execute(query):
            leaders.setdefault(session, []).append(PersonId(person))
        return [
            MeasuredSession(
                each.id, each.cohort, each.begins_at, each.ended_at, tuple(leaders.get(each.id, ()))
            )
            for each in sessions
        ]


def _ended(clinic: ClinicId):  # type: ignore[no-untyped-def]
    return (
        select(
            SessionRow.id,
            AppointmentRow.cohort_id,
            AppointmentRow.begins_at,
            SessionRow.ended_at,
            SessionRow.closes_at,
        )
        .join(AppointmentRow, AppointmentRow.id == SessionRow.id)
        .where(SessionRow.clinic_id == clinic)
    )


def _measured(row) -> MeasuredSession:  # type: ignore[no-untyped-def]
    return MeasuredSession(
        AppointmentId(row.id),
        CohortId(row.cohort_id) if row.cohort_id else None,
        row.begins_at,
        row.ended_at or row.closes_at,
    )
