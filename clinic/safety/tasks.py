"""Follow-up tasks: what happened in a session, or was said after treatment, that somebody of the staff looks after later
(docs/domain.md 8). Pure.

A task says whom to ask and why, in codes alone: what is said in the call belongs to the chart.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from clinic.care_team.reading import Category
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import AppointmentId, PersonId
from clinic.common.local_time import day_start, to_local

__all__ = [
    "AGAIN_WITHIN",
    "MOVES",
    "WITHIN",
    "FollowUpTask",
    "Outcome",
    "SessionFacts",
    "TaskKind",
    "TaskState",
    "by_urgency",
    "categories_of",
    "conclude",
    "due_at",
    "is_overdue",
]


class TaskKind(StrEnum):
    """Why somebody is to be asked how they are; but for the last two, the words of a room's log."""

    REMOVAL = "removal"
    EXIT_CHECK = "exit_check"
    CALL = "call"
    LEFT_EARLY = "left_early"
    WELFARE = "welfare"
    HELP = "help"
    ANSWER = "answer"
    """They have answered a questionnaire so that somebody has to talk with them today."""
    CHECK_IN = "check_in"
    """They would like to talk, as they answered to a check-in after treatment: there is no session."""


class TaskState(StrEnum):
    """Whether anything is left to do."""

    OPEN = "open"
    DONE = "done"


class Outcome(StrEnum):
    """What somebody did about a task."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    """It is tried again at a time that they name."""
    HANDED_ON = "handed_on"
    """A colleague does it from now on."""
    NOT_NEEDED = "not_needed"


MOVES: Final[Mapping[tuple[TaskState, Outcome], TaskState]] = MappingProxyType(
    {
        (TaskState.OPEN, Outcome.REACHED): TaskState.DONE,
        (TaskState.OPEN, Outcome.NOT_REACHED): TaskState.OPEN,
        (TaskState.OPEN, Outcome.HANDED_ON): TaskState.OPEN,
        (TaskState.OPEN, Outcome.NOT_NEEDED): TaskState.DONE,
    }
)
"""Every move that there is: nothing brings back what is done."""

WITHIN: Final[Mapping[TaskKind, timedelta]] = MappingProxyType(
    {
        TaskKind.REMOVAL: timedelta(hours=24),
        TaskKind.WELFARE: timedelta(hours=1),
        TaskKind.ANSWER: timedelta(hours=1),
        TaskKind.CHECK_IN: timedelta(hours=24),
    }
)
"""How soon it is due; all other kinds before the clinic's day ends."""
AGAIN_WITHIN: Final = timedelta(days=7)
"""How far ahead another try may be."""


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What decides about a session who may know what happened in it.

    Attributes:
        kind: The kind of its room.
        is_sud: It is of the substance-use track.
        leaders: Who was planned to lead it.
    """

    kind: str
    is_sud: bool = False
    is_over: bool = False
    leaders: frozenset[PersonId] = frozenset()

    @property
    def is_couple(self) -> bool:
        """Whether both partners had it together, and nobody else."""
        return self.kind == "couples"

    @property
    def is_individual(self) -> bool:
        """Whether the client had it alone."""
        return self.kind == "individual"


@dataclass(frozen=True, slots=True)
class FollowUpTask:
    """One task.

    Attributes:
        session: What it happened in; None of what was answered apart from any.
        cause: The reason of a removal, as a code.
        lead: Who led the session when it happened: the first to do it.
        again_at: When it is tried again; None unless somebody tried.
        handed_to: Who does it instead of the lead.
        by: Who noted the last outcome, and when.
    """

    id: str
    client: PersonId
    session: AppointmentId | None
    kind: TaskKind
    noted_at: datetime
    cause: str | None = None
    lead: PersonId | None = None
    state: TaskState = TaskState.OPEN
    outcome: Outcome | None = None
    again_at: datetime | None = None
    handed_to: PersonId | None = None
    by: PersonId | None = None
    by_at: datetime | None = None
    version: int = 1

    @property
    def doer(self) -> PersonId | None:
        """Who is to do it, if it is somebody by name."""
        return self.handed_to or self.lead


def due_at(task: FollowUpTask, zone: ZoneInfo) -> datetime:
    """Return when it should be done."""
    if task.again_at is not None:
        return task.again_at
    within = WITHIN.get(task.kind)
    if within is not None:
        return task.noted_at + within
    return day_start(to_local(task.noted_at, zone).date() + timedelta(days=1), zone)


def is_overdue(task: FollowUpTask, zone: ZoneInfo, now: datetime) -> bool:
    """Return whether it should have been done by now."""
    return task.state is TaskState.OPEN and due_at(task, zone) <= now


def by_urgency(tasks: Iterable[FollowUpTask], zone: ZoneInfo) -> list[FollowUpTask]:
    """Return the tasks, the one that is due first before all others."""
    return sorted(tasks, key=lambda task: (due_at(task, zone), task.noted_at, task.id))


def conclude(
    task: FollowUpTask,
    outcome: Outcome,
    by: PersonId,
    now: datetime,
    *,
    again_at: datetime | None = None,
    to: PersonId | None = None,
) -> FollowUpTask:
    """Return the task after somebody did something about it.

    Args:
        again_at: When it is tried again, if they were not reached.
        to: The colleague it is handed on to.

    Raises:
        Refused: ``follow_up.done``.
        Invalid: ``again_at`` or ``to`` is missing, or there where it does not belong, or no time within a week.
    """
    state = MOVES.get((task.state, outcome))
    if state is None:
        raise Refused("follow_up.done")
    if errors := [*_again_errors(outcome, again_at, now), *_to_errors(outcome, to)]:
        raise Invalid(errors)
    return replace(
        task,
        state=state,
        outcome=outcome,
        again_at=again_at if outcome is Outcome.NOT_REACHED else task.again_at,
        handed_to=to or task.handed_to,
        by=by,
        by_at=now,
        version=task.version + 1,
    )


def categories_of(kind: TaskKind, session: SessionFacts | None) -> frozenset[Category]:
    """Return everything that somebody must be allowed to read who sees the task.

    Args:
        session: None: it belongs to no session, and tells of none.

    Beside what happened it tells that there was this session: of sessions alone the couples therapist knows nothing
    (R3), and nobody learns from it that somebody is on the substance-use track (R7). A check-in is of the client alone.
    """
    if kind is TaskKind.CHECK_IN:
        return frozenset({Category.INDIVIDUAL_SESSIONS})
    found = {Category.HELP_SIGNAL if kind is TaskKind.HELP else Category.DISTRESS}
    if session is None:
        return frozenset(found)
    if session.is_individual:
        found.add(Category.INDIVIDUAL_SESSIONS)
    if session.is_sud:
        found.add(Category.SUD_TRACK)
    return frozenset(found)


def _again_errors(outcome: Outcome, again_at: datetime | None, now: datetime) -> list[FieldError]:
    if outcome is not Outcome.NOT_REACHED:
        return [] if again_at is None else [FieldError("again_at", "field.choice")]
    if again_at is None:
        return [FieldError("again_at", "field.required")]
    if again_at <= now:
        return [FieldError("again_at", "field.past")]
    return [FieldError("again_at", "field.too_late")] if again_at > now + AGAIN_WITHIN else []


def _to_errors(outcome: Outcome, to: PersonId | None) -> list[FieldError]:
    if outcome is not Outcome.HANDED_ON:
        return [] if to is None else [FieldError("to", "field.choice")]
    return [FieldError("to", "field.required")] if to is None else []
