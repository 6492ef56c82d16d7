"""Follow-up tasks: when they are due, what somebody may note about them, and who may know what they tell."""

from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from clinic.care_team.reading import Category
from clinic.common.errors import Invalid, Refused
from clinic.common.ids import AppointmentId, PersonId
from clinic.safety.tasks import (
    AGAIN_WITHIN,
    MOVES,
    FollowUpTask,
    Outcome,
    SessionFacts,
    TaskKind,
    TaskState,
    by_urgency,
    categories_of,
    conclude,
    due_at,
    is_overdue,
)

ANA, DANA, KIM = PersonId("pt_ana"), PersonId("pt_dana"), PersonId("pt_kim")
ZONE = ZoneInfo("America/New_York")
NOTED = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
"""18:30 at the clinic."""
NOW = NOTED + timedelta(minutes=10)


def task(kind: TaskKind = TaskKind.REMOVAL, noted_at: datetime = NOTED) -> FollowUpTask:
    return FollowUpTask(f"fu_{kind}", ANA, AppointmentId("ss_1"), kind, noted_at, lead=DANA)


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (TaskKind.REMOVAL, NOTED + timedelta(hours=24)),
        (TaskKind.WELFARE, NOTED + timedelta(hours=1)),
        (TaskKind.CALL, datetime(2026, 3, 3, 5, tzinfo=UTC)),
        (TaskKind.EXIT_CHECK, datetime(2026, 3, 3, 5, tzinfo=UTC)),
        (TaskKind.LEFT_EARLY, datetime(2026, 3, 3, 5, tzinfo=UTC)),
        (TaskKind.HELP, datetime(2026, 3, 3, 5, tzinfo=UTC)),
    ],
)
def test_each_kind_is_due_in_its_time_and_the_day_is_the_clinics(kind: TaskKind, due: datetime) -> None:
    assert due_at(task(kind), ZONE) == due
    assert not is_overdue(task(kind), ZONE, due - timedelta(seconds=1))
    assert is_overdue(task(kind), ZONE, due)


def test_a_day_on_which_the_clocks_change_ends_when_it_ends() -> None:
    noted = datetime(2026, 3, 8, 16, tzinfo=UTC)
    assert due_at(task(TaskKind.CALL, noted), ZONE) == datetime(2026, 3, 9, 4, tzinfo=UTC)


def test_what_is_due_first_comes_first_whenever_it_was_noted() -> None:
    tasks = [task(kind) for kind in (TaskKind.REMOVAL, TaskKind.CALL, TaskKind.WELFARE)]
    late = task(TaskKind.HELP, NOTED - timedelta(days=1))
    ordered = by_urgency([*tasks, late], ZONE)
    assert [one.kind for one in ordered] == [TaskKind.HELP, TaskKind.WELFARE, TaskKind.CALL, TaskKind.REMOVAL]


def test_who_was_not_reached_is_tried_again_then() -> None:
    again = NOW + timedelta(hours=3)
    tried = conclude(task(), Outcome.NOT_REACHED, DANA, NOW, again_at=again)
    assert (tried.state, tried.by, tried.by_at, tried.version) == (TaskState.OPEN, DANA, NOW, 2)
    assert due_at(tried, ZONE) == again
    reached = conclude(tried, Outcome.REACHED, KIM, again)
    assert (reached.state, reached.outcome, reached.by) == (TaskState.DONE, Outcome.REACHED, KIM)
    assert not is_overdue(reached, ZONE, again + timedelta(days=9))


def test_what_is_handed_on_is_the_colleagues_and_still_due_in_its_time() -> None:
    handed = conclude(task(), Outcome.HANDED_ON, DANA, NOW, to=KIM)
    assert (handed.state, handed.doer) == (TaskState.OPEN, KIM)
    assert due_at(handed, ZONE) == due_at(task(), ZONE)
    assert conclude(handed, Outcome.NOT_REACHED, KIM, NOW, again_at=NOW + timedelta(hours=1)).doer == KIM


def test_nothing_is_noted_about_what_is_done() -> None:
    done = conclude(task(), Outcome.NOT_NEEDED, DANA, NOW)
    for outcome in Outcome:
        with pytest.raises(Refused, match=r"follow_up\.done"):
            conclude(done, outcome, DANA, NOW)
    assert {state for state, _ in MOVES} == {TaskState.OPEN}
    assert {outcome for _, outcome in MOVES} == set(Outcome)


@pytest.mark.parametrize(
    ("outcome", "again", "to", "field", "code"),
    [
        (Outcome.NOT_REACHED, None, None, "again_at", "field.required"),
        (Outcome.NOT_REACHED, timedelta(), None, "again_at", "field.past"),
        (Outcome.NOT_REACHED, AGAIN_WITHIN + timedelta(seconds=1), None, "again_at", "field.too_late"),
        (Outcome.REACHED, timedelta(hours=1), None, "again_at", "field.choice"),
        (Outcome.HANDED_ON, None, None, "to", "field.required"),
        (Outcome.NOT_NEEDED, None, KIM, "to", "field.choice"),
    ],
)
def test_an_outcome_has_what_it_needs_and_nothing_else(
    outcome: Outcome, again: timedelta | None, to: PersonId | None, field: str, code: str
) -> None:
    again_at = None if again is None else NOW + again
    with pytest.raises(Invalid) as caught:
        conclude(task(), outcome, DANA, NOW, again_at=again_at, to=to)
    assert [(one.field, one.code) for one in caught.value.errors] == [(field, code)]


def test_a_task_tells_what_happened_and_that_there_was_such_a_session() -> None:
    kinds = [kind for kind in TaskKind if kind is not TaskKind.CHECK_IN]
    for kind, sud, alone in product(kinds, (True, False), (True, False)):
        facts = SessionFacts("individual" if alone else "group", sud)
        found = categories_of(kind, facts)
        assert (Category.HELP_SIGNAL in found) is (kind is TaskKind.HELP)
        assert (Category.DISTRESS in found) is (kind is not TaskKind.HELP)
        assert (Category.INDIVIDUAL_SESSIONS in found) is alone
        assert (Category.SUD_TRACK in found) is sud


def test_what_belongs_to_no_session_tells_of_none() -> None:
    assert categories_of(TaskKind.CHECK_IN, None) == {Category.INDIVIDUAL_SESSIONS}
    assert categories_of(TaskKind.ANSWER, None) == {Category.DISTRESS}
