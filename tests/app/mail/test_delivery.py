from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mail.delivery import (
    DELIVERY,
    DeliveryEvent,
    DeliveryState,
    Limits,
    Outcome,
    Reason,
    RetryRules,
    Settlement,
    Verdict,
    after_attempt,
    before_attempt,
)
from rooms.model.machine import IllegalMove
from tests.app.mail.draws import HOUR, INSTANTS, MINUTE, SAFE_TIMES, at, office_hours

RULES = RetryRules()
NO_LIMITS = Limits()
NOW = at("2026-03-03 15:00")
BUSY = Outcome(Verdict.TEMPORARY, Reason.BUSY, "4.2.0")
LIMITS = st.builds(Limits, st.none() | INSTANTS, st.none() | SAFE_TIMES)


def settle(outcome: Outcome, attempt: int = 1, limits: Limits = NO_LIMITS) -> Settlement:
    return after_attempt(outcome, attempt, limits, NOW, 0.5, RULES)


def test_an_accepted_mail_is_done() -> None:
    assert settle(Outcome(Verdict.ACCEPTED)) == Settlement(DeliveryEvent.ACCEPTED)


def test_a_permanent_refusal_ends_it_at_once() -> None:
    gone = Outcome(Verdict.PERMANENT, Reason.NO_SUCH_ADDRESS, "5.1.1")
    assert settle(gone) == Settlement(DeliveryEvent.FAILED, Reason.NO_SUCH_ADDRESS, "5.1.1")


def test_a_temporary_failure_is_tried_again_after_growing_pauses() -> None:
    pauses = [settle(BUSY, attempt).due for attempt in range(1, RULES.attempts)]
    minutes = [round((due - NOW) / MINUTE) for due in pauses if due]
    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240, 240, 240]
    assert 23 * HOUR < sum(minutes) * MINUTE < 25 * HOUR, "about a day"


def test_after_the_last_attempt_it_is_dead() -> None:
    assert settle(BUSY, RULES.attempts) == Settlement(DeliveryEvent.FAILED, Reason.BUSY, "4.2.0")


def test_what_would_be_late_is_dropped_and_not_tried_again() -> None:
    limits = Limits(useful_until=NOW + 30 * MINUTE)
    assert settle(BUSY, 5, limits).event is DeliveryEvent.DEFERRED
    assert settle(BUSY, 6, limits) == Settlement(DeliveryEvent.OVERDUE, Reason.LATE, "4.2.0")


def test_a_retry_waits_for_a_safe_hour() -> None:
    limits = Limits(safe_times=office_hours())
    evening = at("2026-03-03 21:59")
    again = after_attempt(BUSY, 3, limits, evening, 0.5, RULES)
    assert again == Settlement(DeliveryEvent.DEFERRED, Reason.BUSY, "4.2.0", at("2026-03-04 14:00"))


def test_a_mail_that_may_be_sent_is_not_held_up() -> None:
    assert before_attempt(Limits(NOW + MINUTE, office_hours()), NOW) is None


def test_a_mail_claimed_too_late_is_dropped() -> None:
    assert before_attempt(Limits(NOW), NOW) == Settlement(DeliveryEvent.OVERDUE, Reason.LATE)


def test_a_mail_claimed_at_an_unsafe_hour_is_postponed() -> None:
    night = at("2026-03-04 03:00")
    expected = Settlement(DeliveryEvent.POSTPONED, Reason.UNSAFE_HOUR, "", at("2026-03-04 14:00"))
    assert before_attempt(Limits(safe_times=office_hours()), night) == expected
    soon = Limits(night + HOUR, office_hours())
    assert before_attempt(soon, night) == Settlement(DeliveryEvent.OVERDUE, Reason.LATE)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_every_pause_is_bounded(attempt: int, jitter: float) -> None:
    pause = RULES.pause(attempt, jitter)
    assert RULES.first * (1 - RULES.spread) <= pause <= RULES.longest * (1 + RULES.spread)


def test_jitter_spreads_mails_that_failed_together() -> None:
    assert RULES.pause(5, 0) < RULES.pause(5, 0.5) < RULES.pause(5, 1)


@given(LIMITS, INSTANTS, st.integers(1, 20), st.floats(0, 1), st.sampled_from(Verdict))
def test_a_mail_is_only_ever_due_within_its_limits(
    limits: Limits, now: datetime, attempt: int, jitter: float, verdict: Verdict
) -> None:
    found = before_attempt(limits, now)
    after = after_attempt(Outcome(verdict), attempt, limits, now, jitter, RULES)
    for settled in (found, after):
        if settled is None or settled.due is None:
            continue
        assert settled.due > now
        assert before_attempt(limits, settled.due) is None
    if found is None and limits.safe_times:
        assert limits.safe_times.contains(now)


@given(LIMITS, INSTANTS, st.lists(st.floats(0, 1), min_size=14, max_size=14))
def test_every_mail_comes_to_an_end(limits: Limits, now: datetime, jitters: list[float]) -> None:
    state = DELIVERY.start
    for attempt, jitter in enumerate(jitters, 1):
        state = DELIVERY.after(state, DeliveryEvent.CLAIMED)
        settled = before_attempt(limits, now) or after_attempt(BUSY, attempt, limits, now, jitter, RULES)
        state = DELIVERY.after(state, settled.event)
        if settled.due is None:
            break
        now = settled.due
    # An attempt that was only postponed counts as well, so the last one may be left waiting for a safe hour.
    assert state in {DeliveryState.DEAD, DeliveryState.DROPPED} or settled.event is DeliveryEvent.POSTPONED


def test_a_cancelled_mail_stays_dropped_unless_it_had_left() -> None:
    state = DELIVERY.after(DeliveryState.SENDING, DeliveryEvent.CANCELLED)
    assert state is DeliveryState.DROPPED
    assert DELIVERY.after(state, DeliveryEvent.DEFERRED) is DeliveryState.DROPPED
    assert DELIVERY.after(state, DeliveryEvent.ACCEPTED) is DeliveryState.SENT
    with pytest.raises(IllegalMove):
        DELIVERY.after(state, DeliveryEvent.CLAIMED)


def test_staff_can_send_a_dead_mail_again() -> None:
    assert DELIVERY.after(DeliveryState.DEAD, DeliveryEvent.REVIVED) is DeliveryState.QUEUED


@pytest.mark.parametrize("event", [event for event in DeliveryEvent if event is not DeliveryEvent.REVIVED])
def test_a_dead_mail_is_left_alone(event: DeliveryEvent) -> None:
    with pytest.raises(IllegalMove):
        DELIVERY.after(DeliveryState.DEAD, event)


@pytest.mark.parametrize("event", DeliveryEvent)
def test_nothing_happens_to_a_sent_mail(event: DeliveryEvent) -> None:
    with pytest.raises(IllegalMove):
        DELIVERY.after(DeliveryState.SENT, event)


def test_a_lease_that_ended_is_claimed_again() -> None:
    assert DELIVERY.after(DeliveryState.SENDING, DeliveryEvent.CLAIMED) is DeliveryState.SENDING
