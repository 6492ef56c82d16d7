"""Sessions on the wire: what is sent to plan and change them, and what is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from app.access.schedule.planning import Planned
from app.access.schedule.sessions.forms import Draft, Invited
from app.access.schedule.weeks import Shown
from app.api.clinic.common.errors import ConflictAnswer, conflict_answers
from app.api.clinic.common.fields import WHOLE, Flag, LocalTime
from app.api.clinic.common.forms import Form
from app.api.clinic.common.ids import Id
from app.persistence.repositories.schedule.listing import Listed
from app.persistence.repositories.schedule.records import Content, Expected, slot_text
from clinic.common.ids import CohortId, CoupleId, PersonId
from clinic.programme.tracks import Track
from clinic.schedule.attendees import Role
from clinic.schedule.states import SessionState, Status
from rooms.model.policy.policy import RoomKind

__all__ = [
    "AppointmentAnswer",
    "AttendeeBody",
    "LocalStart",
    "NamedPersonAnswer",
    "PlanBody",
    "PlannedAnswer",
    "PolicyFields",
    "Title",
    "answer_planned",
    "answer_shown",
    "invited_from",
]

Title = Annotated[str, Field(min_length=1, max_length=100, examples=["Process group"])]
Minutes = Annotated[int, Field(ge=0, le=1440), WHOLE]
LocalStart = Annotated[LocalTime, Field(description="Local time in the series' zone.")]
RuleText = Annotated[str, Field(max_length=300, examples=["FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=24"])]
_MOST = 1_000_000_000
PolicyValue = (
    Annotated[str, Field(max_length=40)]
    | Flag
    | Annotated[int, Field(ge=-_MOST, le=_MOST)]
    | Annotated[float, Field(ge=-_MOST, le=_MOST)]
    | None
)
PolicyFields = Annotated[
    dict[Annotated[str, Field(max_length=40)], PolicyValue],
    Field(max_length=60, examples=[{"max_people": 8}]),
]


class AttendeeBody(Form):
    """A person who is asked to a session."""

    person: Id
    role: Role = Role.MEMBER
    cameras: Literal[1, 2] | None = Field(
        None,
        description="How many this member has together with their partner; else the couple's own number.",
    )
    couple: Id | None = None
    serves: Id | None = Field(None, description="The member whom an interpreter or captioner serves.")


class PlanBody(Form):
    """Sessions to be planned: one, or a series with a rule of RFC 5545."""

    title: Title
    kind: RoomKind
    track: Track
    starts_local: LocalStart
    second: Flag | None = Field(
        None, description="Whether the second is meant where clocks show a time twice."
    )
    zone: Annotated[str, Field(max_length=64, examples=["America/New_York"])] | None = None
    duration_min: Annotated[Minutes, Field(examples=[180])]
    break_min: Annotated[Minutes, Field(examples=[10])] = 0
    rule: RuleText | None = None
    cohort: Id | None = None
    attendees: list[AttendeeBody] = Field(default_factory=list, max_length=80)
    policy: PolicyFields = Field(default_factory=dict)

    def draft(self) -> Draft:
        """Return what the rules check."""
        return Draft(
            Content(self.title, self.kind.value, self.track, self.break_min, self.policy),
            self.starts_local,
            self.duration_min,
            invited_from(self.attendees),
            self.second,
            self.zone,
            self.rule,
            CohortId(self.cohort) if self.cohort else None,
        )


# A page has a thousand of these: Pydantic writes plain classes as it writes models, and does not check what we made.
@dataclass(slots=True, kw_only=True)
class NamedPersonAnswer:
    """A person and the name that others see."""

    id: str
    name: str


@dataclass(slots=True, kw_only=True)
class NamedAnswer:
    """A thing and its name."""

    id: str
    name: str


@dataclass(slots=True, kw_only=True)
class SeriesAnswer:
    """The series that a session belongs to."""

    id: str
    rule: str
    slot: Annotated[str | None, Field(description="The local time at which the rule puts it.")]


@dataclass(slots=True, kw_only=True)
class AttendeeAnswer:
    """A person who is expected."""

    person: NamedPersonAnswer
    role: Role
    couple: str | None
    cameras: int
    serves: str | None
    from_cohort: bool


@dataclass(slots=True, kw_only=True)
class AppointmentAnswer:
    """A session as the caller sees it."""

    id: str
    title: str
    kind: RoomKind
    track: Track
    begins_at: datetime
    ends_at: datetime
    opens_at: datetime
    zone: str
    status: Status
    state: SessionState
    cohort: NamedAnswer | None
    series: SeriesAnswer | None
    break_min: int
    policy: dict[str, Any]
    attendees: list[AttendeeAnswer]
    hidden: Annotated[
        int, Field(description="How many others are expected whose names the caller does not see.")
    ]
    version: int


class PlannedAnswer(BaseModel):
    """Sessions as they are now, and what speaks against them though it does not refuse them."""

    appointments: list[AppointmentAnswer]
    conflicts: list[ConflictAnswer]


def invited_from(people: Sequence[AttendeeBody]) -> tuple[Invited, ...]:
    """Return the people of a form."""
    return tuple(
        Invited(
            PersonId(each.person),
            each.role,
            each.cameras,
            CoupleId(each.couple) if each.couple else None,
            PersonId(each.serves) if each.serves else None,
        )
        for each in people
    )


def answer_planned(planned: Planned) -> PlannedAnswer:
    """Return planned sessions as they are answered to who planned them."""
    return PlannedAnswer(
        appointments=[
            _answer(each, each.appointment.people, 0, SessionState.PLANNED) for each in planned.sessions
        ],
        conflicts=conflict_answers(planned.conflicts),
    )


def answer_shown(shown: Shown) -> AppointmentAnswer:
    """Return a session as it is answered."""
    return _answer(shown.listed, shown.people, shown.hidden, shown.state)


def _answer(
    listed: Listed, people: Sequence[Expected], hidden: int, state: SessionState
) -> AppointmentAnswer:
    one = listed.appointment
    series, cohort = None, None
    if listed.rule is not None:
        slot = None if one.slot is None else slot_text(one.slot)
        series = SeriesAnswer(id=one.series, rule=listed.rule, slot=slot)
    if one.cohort is not None:
        cohort = NamedAnswer(id=one.cohort, name=listed.cohort_name or "")
    return AppointmentAnswer(
        id=one.id,
        title=one.content.title,
        kind=RoomKind(one.content.kind),
        track=one.content.track,
        begins_at=one.begins,
        ends_at=one.ends,
        opens_at=one.opens,
        zone=one.zone,
        status=one.status,
        state=state,
        cohort=cohort,
        series=series,
        break_min=one.content.break_min,
        policy=dict(one.content.policy),
        attendees=[_attendee(each, listed) for each in people],
        hidden=hidden,
        version=one.version,
    )


def _attendee(each: Expected, listed: Listed) -> AttendeeAnswer:
    return AttendeeAnswer(
        person=NamedPersonAnswer(id=each.person, name=listed.names[each.person].name),
        role=each.role,
        couple=each.couple,
        cameras=each.cameras,
        serves=each.serves,
        from_cohort=each.from_cohort,
    )
