from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Refused
from clinic.common.ids import ClinicId, PersonId, SignInId
from clinic.identity.access import PrincipalKind
from clinic.identity.sign_ins import (
    IDLE_AFTER,
    LONGEST,
    MOVES,
    SECOND_FACTOR_WITHIN,
    SEEN_EVERY,
    WARN_BEFORE,
    SignIn,
    SignInEvent,
    SignInState,
    check_active,
    deadline,
    end,
    prove,
    start,
    state_at,
    touch,
)

START = datetime(2027, 3, 1, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
kinds = pytest.mark.parametrize("kind", PrincipalKind)


def begun(kind: PrincipalKind = PrincipalKind.STAFF, *, second_factor: bool = False) -> SignIn:
    return start(
        SignInId("si_1"), ClinicId("cl_1"), PersonId("pt_1"), kind, START, second_factor=second_factor
    )


def code(sign_in: SignIn, now: datetime, *, in_live_room: bool = False) -> str | None:
    try:
        check_active(sign_in, now, in_live_room=in_live_room)
    except Refused as refused:
        return refused.code
    return None


def test_idle_times_are_those_of_the_specification() -> None:
    assert IDLE_AFTER[PrincipalKind.STAFF] == timedelta(minutes=15)
    assert IDLE_AFTER[PrincipalKind.CLIENT] == timedelta(minutes=30)
    assert timedelta(hours=12) == LONGEST


@kinds
def test_an_idle_sign_in_ends_exactly_at_its_time(kind: PrincipalKind) -> None:
    sign_in, last = begun(kind), START + IDLE_AFTER[kind]
    assert code(sign_in, last - SECOND) is None
    assert code(sign_in, last) == "sign_in.idle"


@kinds
def test_nobody_is_idle_in_a_live_room(kind: PrincipalKind) -> None:
    assert code(begun(kind), START + LONGEST - SECOND, in_live_room=True) is None


def test_leaving_a_room_starts_the_idle_time_anew() -> None:
    left_at = START + timedelta(hours=3)
    after = touch(begun(), left_at, in_live_room=True)
    assert code(after, left_at + IDLE_AFTER[PrincipalKind.STAFF] - SECOND) is None
    assert code(after, left_at + IDLE_AFTER[PrincipalKind.STAFF]) == "sign_in.idle"


@pytest.mark.parametrize("in_live_room", [True, False])
def test_the_greatest_age_ends_even_a_busy_sign_in(in_live_room: bool) -> None:
    sign_in = begun()
    at = START
    while at + timedelta(minutes=5) < START + LONGEST:
        at += timedelta(minutes=5)
        sign_in = touch(sign_in, at)
    assert code(sign_in, START + LONGEST, in_live_room=in_live_room) == "sign_in.ended"


def test_people_are_warned_twenty_seconds_before() -> None:
    due = deadline(begun(), in_live_room=False)
    assert due is not None
    assert due.ends_at - due.warn_at == WARN_BEFORE == timedelta(seconds=20)
    assert due.event is SignInEvent.IDLED


def test_near_its_greatest_age_a_sign_in_names_that_as_its_end() -> None:
    sign_in = begun()
    for minutes in range(10, 12 * 60, 10):
        sign_in = touch(sign_in, START + timedelta(minutes=minutes))
    due = deadline(sign_in, in_live_room=False)
    assert due is not None
    assert (due.ends_at, due.event) == (START + LONGEST, SignInEvent.TIMED_OUT)


def test_nothing_is_allowed_until_the_second_proof() -> None:
    pending = begun(second_factor=True)
    assert code(pending, START + SECOND) == "sign_in.second_factor"
    with pytest.raises(Refused):
        touch(pending, START + SECOND)
    active = prove(pending, START + SECOND)
    assert code(active, START + SECOND) is None


def test_a_second_proof_that_comes_too_late_does_not_help() -> None:
    pending = begun(second_factor=True)
    with pytest.raises(Refused) as refused:
        prove(pending, START + SECOND_FACTOR_WITHIN)
    assert refused.value.code == "sign_in.ended"


def test_a_fresh_proof_is_remembered() -> None:
    later = START + timedelta(minutes=14)
    assert prove(begun(), later).proved_at == later


def test_a_proof_does_not_wake_a_sign_in_that_is_over() -> None:
    with pytest.raises(Refused) as refused:
        prove(begun(), START + timedelta(hours=1))
    assert refused.value.code == "sign_in.idle"


def test_a_busy_page_gives_nothing_new_to_store() -> None:
    sign_in = begun()
    assert touch(sign_in, START + SEEN_EVERY - SECOND) is sign_in
    assert touch(sign_in, START + SEEN_EVERY).seen_at == START + SEEN_EVERY


def test_a_clock_that_was_set_back_takes_no_activity_away() -> None:
    sign_in = touch(begun(), START + timedelta(minutes=10))
    assert touch(sign_in, START) is sign_in


def test_what_has_ended_stays_ended() -> None:
    ended = end(begun(), SignInEvent.REVOKED, START + SECOND)
    assert (ended.ended_at, ended.ended_by) == (START + SECOND, SignInEvent.REVOKED)
    assert end(ended, SignInEvent.SIGNED_OUT, START + 2 * SECOND) is ended
    assert deadline(ended, in_live_room=True) is None
    assert code(ended, START, in_live_room=True) == "sign_in.ended"


@pytest.mark.parametrize(("state", "event"), list(product(SignInState, SignInEvent)))
def test_only_the_moves_of_the_table_happen(state: SignInState, event: SignInEvent) -> None:
    after = MOVES.get((state, event))
    if state in (SignInState.IDLE, SignInState.ENDED):
        assert after is None
    if event in (SignInEvent.SIGNED_OUT, SignInEvent.REVOKED) and after is not None:
        assert after is SignInState.ENDED


def test_a_proof_ends_nothing() -> None:
    with pytest.raises(ValueError, match="does not end"):
        end(begun(), SignInEvent.PROVED, START)


@given(st.sampled_from(PrincipalKind), st.lists(st.integers(1, 1200), max_size=60))
def test_a_sign_in_is_active_exactly_while_no_gap_and_no_age_is_too_long(
    kind: PrincipalKind, gaps_s: list[int]
) -> None:
    """Activity is remembered to ``SEEN_EVERY``, so a gap shorter than the limit by that much never ends it."""
    sign_in, at, alive = begun(kind), START, True
    for gap in gaps_s:
        at += timedelta(seconds=gap)
        must_live = timedelta(seconds=gap) <= IDLE_AFTER[kind] - SEEN_EVERY and at < START + LONGEST
        must_end = timedelta(seconds=gap) >= IDLE_AFTER[kind] or at >= START + LONGEST
        state = state_at(sign_in, at, in_live_room=False)
        if must_live:
            assert state is SignInState.ACTIVE
        if must_end:
            assert state is not SignInState.ACTIVE
        if state is not SignInState.ACTIVE:
            alive = False
            break
        sign_in = touch(sign_in, at)
    assert (code(sign_in, at) is None) is alive
