"""How attendance is answered. Moments are exact; minutes are whole, and a begun one does not count."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Annotated

from pydantic import BaseModel, Field

from app.access.programme.attendance.groups import GroupWeek
from app.access.programme.attendance.sessions import AttendedPerson, SessionView
from app.access.programme.attendance.weeks import ClientSession, ClientWeeks
from app.api.clinic.people.answers import NameAnswer, name_answer
from app.persistence.repositories.people.people import Named
from app.persistence.repositories.schedule.listing import Listed
from clinic.attendance.corrections import CorrectionReason
from clinic.attendance.presence import whole_minutes
from clinic.attendance.totals import WeekTotal
from clinic.common.ids import PersonId
from clinic.programme.spans import Span, length
from clinic.programme.tracks import Service
from clinic.schedule.attendees import LEADING, Role

__all__ = [
    "ClientAttendanceAnswer",
    "GroupAttendanceAnswer",
    "OwnAttendanceAnswer",
    "SessionAttendanceAnswer",
    "client_answer",
    "group_answer",
    "own_answer",
    "session_answer",
]


class SpanAnswer(BaseModel):
    """A time."""

    begins_at: datetime
    ends_at: datetime


class CorrectionAnswer(BaseModel):
    """A correction. The one before it is kept."""

    id: str = Field(examples=["at_2Hn7vRq9sXwL"])
    spans: list[SpanAnswer] = Field(description="All the time present, as it says.")
    present_min: int
    reason: CorrectionReason
    note: Annotated[str, Field(examples=["She was on the telephone."])]
    by: NameAnswer
    at: datetime


class AttendedAnswer(BaseModel):
    """How somebody was present."""

    person: NameAnswer
    role: Role
    present: list[SpanAnswer] = Field(description="When they were there and it counted.")
    private: list[SpanAnswer] = Field(description="When they were in a private room, counted apart.")
    recorded: list[SpanAnswer] = Field(description="As the room recorded it, without corrections.")
    came_at: datetime | None
    left_at: datetime | None
    present_min: int
    recorded_min: int
    private_min: int
    corrections: list[CorrectionAnswer] = Field(description="The newest counts, and is the last.")


class SeatAnswer(BaseModel):
    """A camera that two share, of which the roll was not called."""

    id: str = Field(examples=["st_2Hn7vRq9sXwL"])
    first: NameAnswer
    second: NameAnswer


class SessionAttendanceAnswer(BaseModel):
    """Who was present in a session, as far as you may know it."""

    id: str = Field(examples=["ss_T8wHn2s5uYkL"])
    title: str
    service: Service
    begins_at: datetime
    ends_at: datetime = Field(description="When it ended; until then, now.")
    is_over: bool
    breaks: list[SpanAnswer] = Field(description="Breaks that do not count.")
    pauses: list[SpanAnswer] = Field(description="When nobody led it, or the service was away.")
    participants: int | None = Field(description="Clients who were present; null if you know some only.")
    people: list[AttendedAnswer]
    seats: list[SeatAnswer]
    may_correct: bool


class DayMinutesAnswer(BaseModel):
    """A local day."""

    day: date
    present_min: int


class WeekMinutesAnswer(BaseModel):
    """A week, Monday to Sunday in the clinic's zone."""

    monday: date
    present_min: int
    target_min: int
    days: list[DayMinutesAnswer]


class ClientWeekAnswer(WeekMinutesAnswer):
    """A week with what was planned."""

    planned_min: int = Field(description="Net minutes of the sessions that count.")
    uncounted_min: int = Field(description="Minutes present in sessions that do not count.")
    behind_min: int = Field(description="Behind what was planned until now.")
    warns: bool = Field(
        description="By the middle of the week they are 45 minutes or more behind, and it is not over."
    )


class ClientSessionAnswer(BaseModel):
    """A session of the client."""

    id: str = Field(examples=["ss_T8wHn2s5uYkL"])
    title: str
    service: Service
    begins_at: datetime
    ends_at: datetime
    is_over: bool
    counts: bool = Field(description="Its kind counts as programme time.")
    present_min: int
    private_min: int
    corrected: bool


class MakeUpAnswer(BaseModel):
    """A session to come in which they could make up for what they missed."""

    id: str = Field(examples=["ss_T8wHn2s5uYkL"])
    title: str
    begins_at: datetime
    ends_at: datetime


class ClientAttendanceAnswer(BaseModel):
    """A client's weeks, the last one with its sessions."""

    weeks: list[ClientWeekAnswer]
    sessions: list[ClientSessionAnswer]
    make_up: list[MakeUpAnswer]
    is_limited: bool = Field(description="Sessions that you may not know of would not be counted.")


class OwnSessionAnswer(BaseModel):
    """A session of your own."""

    begins_at: datetime
    ends_at: datetime
    leader: NameAnswer | None
    is_over: bool
    present_min: int


class OwnAttendanceAnswer(BaseModel):
    """Your own weeks, the last one with its sessions."""

    weeks: list[WeekMinutesAnswer]
    sessions: list[OwnSessionAnswer]


class GroupSessionAnswer(BaseModel):
    """A session of the group."""

    id: str = Field(examples=["ss_T8wHn2s5uYkL"])
    title: str
    begins_at: datetime
    ends_at: datetime
    is_over: bool
    length_min: int = Field(description="Whole minutes of it that count, until now.")


class MemberMinutesAnswer(BaseModel):
    """A member. Minutes are in the order of the sessions; null where they were not expected or you may not know."""

    person: NameAnswer
    present_min: list[int | None]
    total_min: int


class GroupAttendanceAnswer(BaseModel):
    """A group's week: its members by name."""

    name: str
    sessions: list[GroupSessionAnswer]
    members: list[MemberMinutesAnswer]


def session_answer(view: SessionView) -> SessionAttendanceAnswer:
    """Return a session as it is answered."""
    found = view.session
    return SessionAttendanceAnswer(
        id=found.appointment.id,
        title=found.appointment.content.title,
        service=found.service,
        begins_at=found.time.span.begins,
        ends_at=found.time.span.ends,
        is_over=found.is_over,
        breaks=_spans(found.time.breaks),
        pauses=_spans(found.time.pauses),
        participants=view.head_count,
        people=[_attended(one, view.names) for one in view.people],
        seats=[
            SeatAnswer(
                id=seat.id,
                first=name_answer(view.names[seat.people[0]]),
                second=name_answer(view.names[seat.people[1]]),
            )
            for seat in view.seats
        ],
        may_correct=view.may_correct,
    )


def client_answer(read: ClientWeeks) -> ClientAttendanceAnswer:
    """Return a client's weeks as staff see them."""
    return ClientAttendanceAnswer(
        weeks=[
            ClientWeekAnswer(
                **_week(week).model_dump(),
                planned_min=week.planned_min,
                uncounted_min=whole_minutes(week.uncounted),
                behind_min=week.behind_min,
                warns=week.warns,
            )
            for week in read.weeks
        ],
        sessions=[_client_session(one) for one in read.sessions],
        make_up=[_make_up(one) for one in read.make_up],
        is_limited=read.is_limited,
    )


def own_answer(read: ClientWeeks) -> OwnAttendanceAnswer:
    """Return a client's weeks as they see them themselves."""
    return OwnAttendanceAnswer(
        weeks=[_week(week) for week in read.weeks],
        sessions=[_own_session(one, read.names) for one in read.sessions],
    )


def group_answer(week: GroupWeek) -> GroupAttendanceAnswer:
    """Return a group's week as it is answered."""
    ids = [one.appointment.id for one in week.sessions]
    return GroupAttendanceAnswer(
        name=week.name,
        sessions=[
            GroupSessionAnswer(
                id=one.appointment.id,
                title=one.appointment.content.title,
                begins_at=one.appointment.begins,
                ends_at=one.appointment.ends,
                is_over=one.is_over,
                length_min=whole_minutes(one.time.counted),
            )
            for one in week.sessions
        ],
        members=[
            MemberMinutesAnswer(
                person=NameAnswer(id=one.person, name=one.name),
                present_min=[one.attended[id_].present_min if id_ in one.attended else None for id_ in ids],
                total_min=whole_minutes(
                    length(span for each in one.attended.values() for span in each.spans)
                ),
            )
            for one in week.members
        ],
    )


def _attended(one: AttendedPerson, names: dict[PersonId, Named]) -> AttendedAnswer:
    was = one.attended
    return AttendedAnswer(
        person=name_answer(names[one.person]),
        role=one.role,
        present=_spans(was.spans),
        private=_spans(was.private),
        recorded=_spans(was.recorded),
        came_at=was.first_at,
        left_at=was.last_at,
        present_min=was.present_min,
        recorded_min=whole_minutes(length(was.recorded)),
        private_min=was.private_min,
        corrections=[
            CorrectionAnswer(
                id=made.id,
                spans=_spans(made.spans),
                present_min=whole_minutes(length(made.spans)),
                reason=made.reason,
                note=made.note,
                by=name_answer(names[made.by]),
                at=made.at,
            )
            for made in one.corrections
        ],
    )


def _spans(spans: Iterable[Span]) -> list[SpanAnswer]:
    return [SpanAnswer(begins_at=one.begins, ends_at=one.ends) for one in spans if one.begins < one.ends]


def _week(week: WeekTotal) -> WeekMinutesAnswer:
    return WeekMinutesAnswer(
        monday=week.monday,
        present_min=week.present_min,
        target_min=week.target_min,
        days=[
            DayMinutesAnswer(day=day, present_min=whole_minutes(present))
            for day, present in week.days.items()
        ],
    )


def _client_session(one: ClientSession) -> ClientSessionAnswer:
    planned = one.session.appointment
    return ClientSessionAnswer(
        id=planned.id,
        title=planned.content.title,
        service=one.session.service,
        begins_at=planned.begins,
        ends_at=planned.ends,
        is_over=one.session.is_over,
        counts=one.counts,
        present_min=one.attended.present_min,
        private_min=one.attended.private_min,
        corrected=one.attended.corrected_by is not None,
    )


def _own_session(one: ClientSession, names: dict[PersonId, Named]) -> OwnSessionAnswer:
    planned = one.session.appointment
    leader = next((each.person for each in planned.people if each.role in LEADING), None)
    return OwnSessionAnswer(
        begins_at=planned.begins,
        ends_at=planned.ends,
        leader=name_answer(names[leader]) if leader in names else None,
        is_over=one.session.is_over,
        present_min=one.attended.present_min,
    )


def _make_up(one: Listed) -> MakeUpAnswer:
    planned = one.appointment
    return MakeUpAnswer(
        id=planned.id, title=planned.content.title, begins_at=planned.begins, ends_at=planned.ends
    )
