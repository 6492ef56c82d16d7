from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis.strategies import frozensets, integers, sampled_from

from clinic.common.errors import Invalid
from clinic.identity.webhooks import (
    CHOSEN,
    PAUSES,
    Attempt,
    DeliveryState,
    EventKind,
    OffWhy,
    Settlement,
    check_kinds,
    settle,
)

NOW = datetime(2026, 3, 2, 19, tzinfo=UTC)
ATTEMPTS = len(PAUSES) + 1


def test_pauses_grow_over_a_day() -> None:
    pauses = list(PAUSES.values())
    assert pauses == sorted(pauses)
    assert timedelta(hours=20) < sum(pauses, timedelta()) <= timedelta(hours=24)


@given(integers(1, ATTEMPTS))
def test_what_is_taken_is_done_at_whichever_attempt(attempts: int) -> None:
    assert settle(Attempt.TAKEN, attempts, NOW) == Settlement(DeliveryState.DONE)


@given(integers(1, ATTEMPTS))
def test_who_wants_no_more_is_told_no_more(attempts: int) -> None:
    assert settle(Attempt.GONE, attempts, NOW) == Settlement(DeliveryState.FAILED, None, OffWhy.GONE)


def test_what_fails_is_tried_again_until_the_table_is_over() -> None:
    now = NOW
    for attempts, pause in enumerate(PAUSES.values(), 1):
        assert settle(Attempt.FAILED, attempts, now) == Settlement(DeliveryState.DUE, now + pause)
        now += pause
    assert settle(Attempt.FAILED, ATTEMPTS, now) == Settlement(DeliveryState.FAILED, None, OffWhy.SILENT)


@given(frozensets(sampled_from(EventKind)))
def test_kinds_are_some_of_those_that_can_be_chosen(kinds: frozenset[EventKind]) -> None:
    if kinds and kinds <= set(CHOSEN):
        check_kinds(kinds)
    else:
        with pytest.raises(Invalid):
            check_kinds(kinds)
