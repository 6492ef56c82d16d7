from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Refused
from clinic.common.ids import PersonId
from clinic.safety.escalation import (
    DEADLINES,
    MOVES,
    OVER,
    Delivery,
    Escalation,
    EscalationEvent,
    EscalationState,
    Outcome,
    Page,
    PagedAs,
    Roster,
    answer,
    end,
    find_outcome,
    next_deadline,
    start,
    step,
)

NOW = datetime(2027, 3, 1, 18, 25, tzinfo=UTC)
FIRST, SECOND, THIRD, DIRECTOR, OTHER_DIRECTOR = (PersonId(f"pt_{number}") for number in range(5))
ROSTER = Roster((FIRST, SECOND, THIRD), (DIRECTOR, OTHER_DIRECTOR))
PEOPLE = (FIRST, SECOND, THIRD, DIRECTOR, OTHER_DIRECTOR)

rosters = st.builds(
    Roster,
    st.lists(st.sampled_from(PEOPLE), unique=True, max_size=4).map(tuple),
    st.lists(st.sampled_from(PEOPLE), unique=True, max_size=2).map(tuple),
)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


def run(
    roster: Roster, until_s: int = 400, *, led: bool = True, every_s: int = 1
) -> tuple[Escalation, list[tuple[int, Page]]]:
    """Let nobody answer, and return the escalation at the end and who was paged when."""
    escalation, pages = start(NOW), []
    for at in range(0, until_s, every_s):
        escalation, paged = step(escalation, roster, NOW + seconds(at), led=led)
        pages += [(at, page) for page in paged]
    return escalation, pages


def test_deadlines_are_those_of_the_specification() -> None:
    assert {name: length.total_seconds() for name, length in DEADLINES.items()} == {
        "grace": 30,
        "patience": 30,
        "director": 90,
        "last_call": 60,
    }


def test_people_on_call_are_paged_in_order_and_the_directors_after_ninety_seconds() -> None:
    _, pages = run(ROSTER)
    assert pages == [
        (30, Page(FIRST, PagedAs.ON_CALL)),
        (60, Page(SECOND, PagedAs.ON_CALL)),
        (90, Page(THIRD, PagedAs.ON_CALL)),
        (90, Page(DIRECTOR, PagedAs.DIRECTOR)),
        (90, Page(OTHER_DIRECTOR, PagedAs.DIRECTOR)),
    ]


def test_where_nobody_leads_the_first_is_paged_at_once() -> None:
    _, pages = run(ROSTER, led=False)
    assert [at for at, _ in pages] == [0, 30, 60, 90, 90]


def test_when_nobody_leads_any_more_the_first_is_paged_at_that_moment() -> None:
    escalation, pages = step(start(NOW), ROSTER, NOW + seconds(5), led=True)
    assert pages == ()
    _, pages = step(escalation, ROSTER, NOW + seconds(6), led=False)
    assert pages == (Page(FIRST, PagedAs.ON_CALL),)


def test_the_directors_do_not_wait_for_a_list_that_is_over() -> None:
    _, pages = run(Roster((FIRST,), (DIRECTOR,)))
    assert pages == [(30, Page(FIRST, PagedAs.ON_CALL)), (60, Page(DIRECTOR, PagedAs.DIRECTOR))]
    _, pages = run(Roster((), (DIRECTOR,)))
    assert pages == [(30, Page(DIRECTOR, PagedAs.DIRECTOR))]


def test_a_list_that_is_longer_than_ninety_seconds_goes_on_after_the_directors() -> None:
    _, pages = run(Roster((FIRST, SECOND, THIRD, OTHER_DIRECTOR), (DIRECTOR,)))
    assert [(at, page.person) for at, page in pages][-2:] == [(90, DIRECTOR), (120, OTHER_DIRECTOR)]


def test_nobody_counts_as_reached_a_minute_after_the_last_page() -> None:
    escalation, _ = run(ROSTER, 150)
    assert escalation.state is EscalationState.ALL_PAGED
    assert next_deadline(escalation, led=True) == ("last_call", NOW + seconds(150))
    escalation, _ = step(escalation, ROSTER, NOW + seconds(150), led=True)
    assert escalation.state is EscalationState.GIVEN_UP


def test_with_nobody_to_page_the_room_is_on_its_own_as_soon_as_somebody_would_be_paged() -> None:
    escalation, pages = run(Roster(), 31)
    assert (escalation.state, pages) == (EscalationState.GIVEN_UP, [])


def test_what_was_due_while_the_service_was_away_is_done_at_once() -> None:
    escalation, pages = step(start(NOW), ROSTER, NOW + seconds(600), led=True)
    assert [page.person for page in pages] == [FIRST, DIRECTOR, OTHER_DIRECTOR]
    assert escalation.state is EscalationState.PAGING


@given(rosters, st.booleans(), st.integers(1, 20))
def test_everybody_is_paged_once_whatever_the_list_and_the_pace(
    roster: Roster, led: bool, every_s: int
) -> None:
    escalation, pages = run(roster, 600, led=led, every_s=every_s)
    people = [page.person for _, page in pages]
    assert sorted(people) == sorted({*roster.on_call, *roster.directors})
    on_call = [page.person for _, page in pages if page.role is PagedAs.ON_CALL]
    assert on_call == [person for person in roster.on_call if person in on_call]
    assert escalation.state is EscalationState.GIVEN_UP


@given(rosters, st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=20))
def test_nobody_is_paged_before_the_next_deadline(roster: Roster, waits: list[tuple[int, bool]]) -> None:
    escalation, now = start(NOW), NOW
    for wait_s, led in waits:
        now += seconds(wait_s)
        due = next_deadline(escalation, led=led)
        after, pages = step(escalation, roster, now, led=led)
        if due is None or now < due[1]:
            assert (after, pages) == (escalation, ())
        else:
            assert after != escalation
        escalation = after


@given(rosters, st.integers(0, 300), st.sampled_from(["answered", "acknowledged", "closed"]))
def test_whoever_has_it_ends_all_paging(roster: Roster, at: int, how: str) -> None:
    escalation, _ = run(roster, at)
    ended = answer(escalation) if how == "answered" else end(escalation, EscalationEvent(how))
    assert ended.state in OVER
    for later in range(at, 500, 7):
        assert step(ended, roster, NOW + seconds(later), led=False) == (ended, ())


def test_two_signals_are_two_escalations() -> None:
    first, second = start(NOW), start(NOW + seconds(20))
    first = end(first, EscalationEvent.ACKNOWLEDGED)
    assert step(first, ROSTER, NOW + seconds(50), led=True)[1] == ()
    assert step(second, ROSTER, NOW + seconds(50), led=True)[1] == (Page(FIRST, PagedAs.ON_CALL),)


def test_one_person_answers_also_after_it_was_given_up() -> None:
    given_up = Escalation(NOW, EscalationState.GIVEN_UP)
    answered = answer(given_up)
    assert answered.state is EscalationState.ANSWERED
    with pytest.raises(Refused, match=r"alert\.answered"):
        answer(answered)
    with pytest.raises(Refused, match=r"alert\.over"):
        answer(end(answered, EscalationEvent.CLOSED))


@pytest.mark.parametrize(("state", "event"), [*product(EscalationState, EscalationEvent)])
def test_what_has_ended_stays_ended(state: EscalationState, event: EscalationEvent) -> None:
    if state is EscalationState.ENDED:
        assert (state, event) not in MOVES
    escalation = Escalation(NOW, state)
    if event in (EscalationEvent.ACKNOWLEDGED, EscalationEvent.CLOSED):
        assert end(escalation, event).state is EscalationState.ENDED


def test_the_room_hears_what_became_of_the_page() -> None:
    paging = EscalationState.PAGING
    assert find_outcome(EscalationState.WATCHING, []) is None
    assert find_outcome(paging, [Delivery.PENDING, Delivery.FAILED]) is None
    assert find_outcome(paging, [Delivery.DELIVERED, Delivery.FAILED]) is Outcome.SENT
    assert find_outcome(paging, [Delivery.FAILED, Delivery.FAILED]) is Outcome.UNREACHED
    assert find_outcome(EscalationState.GIVEN_UP, [Delivery.DELIVERED]) is Outcome.UNREACHED
    assert find_outcome(EscalationState.ANSWERED, [Delivery.FAILED]) is Outcome.ANSWERED
