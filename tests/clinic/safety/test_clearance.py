"""Clearance: one partner's machine, what two partners make of a couple, and that the value cannot tell them apart."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.common.errors import Invalid, Refused
from clinic.common.ids import ClinicId, CoupleId, PersonId
from clinic.people.couples import CoupleUnit
from clinic.safety.clearance import (
    MOVES,
    VALUES,
    Clearance,
    ClearanceSettings,
    Decision,
    Finding,
    Move,
    Partner,
    Reason,
    Value,
    check_move,
    clearance_of,
    fold,
)

ANA, BEN, DANA = PersonId("pt_ana"), PersonId("pt_ben"), PersonId("pt_dana")
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
DAY = timedelta(days=1)
CHOSEN = ClearanceSettings(review_days=90)
COUPLE = CoupleUnit(CoupleId("cu_1"), ClinicId("cl_1"), (ANA, BEN), NOW - 99 * DAY)
OTHER = {ANA: BEN, BEN: ANA}


def made(partner: PersonId, *moves: Move, at: datetime = NOW - 10 * DAY) -> list[Decision]:
    """Return one decision a day, each resting on a screening an hour before it."""
    found = []
    for count, move in enumerate(moves):
        when = at + count * DAY
        found.append(
            Decision(count + 1, partner, DANA, when, move, Reason.JUDGEMENT, when - timedelta(hours=1))
        )
    return found


def value(ana: Sequence[Move], ben: Sequence[Move], now: datetime = NOW) -> Value:
    return clearance_of(COUPLE, [*made(ANA, *ana), *made(BEN, *ben)], CHOSEN, now).value


def test_nobody_is_cleared_by_being_silent() -> None:
    assert value([], []) is Value.PENDING
    assert fold(ANA, [], CHOSEN, NOW) == Partner()


def test_only_two_partners_who_are_cleared_clear_a_couple() -> None:
    assert value([Move.CLEAR], []) is Value.PENDING
    assert value([], [Move.CLEAR]) is Value.PENDING
    assert value([Move.CLEAR], [Move.CLEAR]) is Value.CLEARED


@pytest.mark.parametrize("other", [[], [Move.CLEAR], [Move.HOLD]])
def test_one_partner_who_is_held_holds_the_couple_and_the_value_does_not_say_which(other: list[Move]) -> None:
    assert value([Move.HOLD], other) is value(other, [Move.HOLD]) is Value.HELD


def test_what_was_held_goes_on_only_after_somebody_has_looked_again() -> None:
    assert value([Move.HOLD, Move.REOPEN], [Move.CLEAR]) is Value.PENDING
    assert value([Move.HOLD, Move.CLEAR], [Move.CLEAR]) is Value.CLEARED


def test_every_pair_of_findings_has_a_value() -> None:
    assert {frozenset(pair) for pair in product(Finding, Finding)} == VALUES.keys()


def test_clearance_ends_by_itself_and_a_hold_does_not() -> None:
    screened = NOW - 10 * DAY - timedelta(hours=1)
    ends = screened + timedelta(days=CHOSEN.review_days)
    before = ends - timedelta(seconds=1)
    assert value([Move.CLEAR], [Move.CLEAR], before) is Value.CLEARED
    assert value([Move.CLEAR], [Move.CLEAR], ends) is Value.PENDING
    assert value([Move.CLEAR], [Move.HOLD], ends + 999 * DAY) is Value.HELD
    both = [*made(ANA, Move.CLEAR), *made(BEN, Move.CLEAR, at=NOW - 5 * DAY)]
    assert clearance_of(COUPLE, both, CHOSEN, NOW) == Clearance(Value.CLEARED, ends), "the earlier one"


def test_until_when_says_nothing_while_one_partner_is_not_cleared() -> None:
    half = made(ANA, Move.CLEAR)
    assert clearance_of(COUPLE, half, CHOSEN, NOW).until is None
    assert clearance_of(COUPLE, [*half, *made(BEN, Move.HOLD)], CHOSEN, NOW).until is None


def checked(finding: Finding, move: Move, reason: Reason, screened: timedelta | None) -> datetime | None:
    before = Partner(finding, decided_at=NOW - 3 * DAY, version=1)
    at = None if screened is None else NOW - screened
    return check_move(before, move, reason, at, CHOSEN, NOW)


@pytest.mark.parametrize(("finding", "move", "reason"), list(product(Finding, Move, Reason)))
def test_every_move_is_made_as_the_table_says(finding: Finding, move: Move, reason: Reason) -> None:
    rule = MOVES.get((finding, move))
    if rule is None:
        with pytest.raises(Refused, match=r"clearance\.no_move"):
            checked(finding, move, reason, DAY)
    elif reason not in rule.reasons:
        with pytest.raises(Invalid, match=r"field\.choice"):
            checked(finding, move, reason, DAY)
    else:
        assert checked(finding, move, reason, DAY) == (NOW - DAY if rule.needs_screening else None)


@pytest.mark.parametrize("screened", [None, 3 * DAY, 4 * DAY])
def test_nobody_is_cleared_without_a_screening_made_since_the_decision_before(
    screened: timedelta | None,
) -> None:
    for finding, reason in ((Finding.HOLD, Reason.SCREENED_AGAIN), (Finding.OPEN, Reason.SCREENED)):
        with pytest.raises(Refused, match=r"clearance\.not_screened"):
            checked(finding, Move.CLEAR, reason, screened)


def test_a_screening_of_long_ago_clears_nobody() -> None:
    old = NOW - timedelta(days=CHOSEN.review_days)
    with pytest.raises(Refused, match=r"clearance\.not_screened"):
        check_move(Partner(), Move.CLEAR, Reason.SCREENED, old, CHOSEN, NOW)
    newer = old + timedelta(seconds=1)
    assert check_move(Partner(), Move.CLEAR, Reason.SCREENED, newer, CHOSEN, NOW) == newer


def test_holding_somebody_needs_no_screening() -> None:
    assert checked(Finding.OPEN, Move.HOLD, Reason.DECLINED, None) is None


moves = st.lists(st.sampled_from(Move), max_size=6)


@given(moves, moves)
def test_whatever_was_decided_the_couple_reads_the_same_with_its_partners_exchanged(
    one: list[Move], two: list[Move]
) -> None:
    here = [*made(ANA, *one), *made(BEN, *two)]
    exchanged = [*made(BEN, *one), *made(ANA, *two)]
    found = clearance_of(COUPLE, here, CHOSEN, NOW)
    assert found == clearance_of(COUPLE, exchanged, CHOSEN, NOW)
    assert found == clearance_of(COUPLE, reversed(here), CHOSEN, NOW), "their order says nothing either"


@given(moves, moves)
def test_a_couple_is_cleared_only_if_the_last_word_about_each_is_clear(
    one: list[Move], two: list[Move]
) -> None:
    if value(one, two) is Value.CLEARED:
        assert [one[-1], two[-1]] == [Move.CLEAR, Move.CLEAR]
