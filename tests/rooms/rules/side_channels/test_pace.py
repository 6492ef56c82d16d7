"""How fast, and how much, one person may write where others read."""

import pytest

from rooms.model.errors import Refused
from rooms.rules.context import Ledger
from rooms.rules.side_channels.pace import BURST, keep, spend
from tests.support.rooms.setups import ANA, BEN, full_stage


def ledger_at(ledger: Ledger, seconds: float) -> Ledger:
    """The same page, later."""
    ledger.now += seconds
    return ledger


def test_a_burst_then_so_much_each_second_and_nothing_of_it_is_anybody_elses() -> None:
    ledger = full_stage().room.ledger(1_000.0)
    for _ in range(int(BURST)):
        spend(ledger, ANA, "messages", 0.5)
    with pytest.raises(Refused, match=r"rate\.limited") as refused:
        spend(ledger, ANA, "messages", 0.5)
    assert refused.value.reason == "2"
    spend(ledger, BEN, "messages", 0.5)
    spend(ledger, ANA, "captions", 0.5)
    spend(ledger_at(ledger, 2), ANA, "messages", 0.5)
    with pytest.raises(Refused):
        spend(ledger, ANA, "messages", 0.5)


def test_a_clock_that_was_set_back_takes_nothing_away() -> None:
    ledger = full_stage().room.ledger(1_000.0)
    spend(ledger, ANA, "messages", 1.0)
    spend(ledger_at(ledger, -100), ANA, "messages", 1.0, cost=BURST - 1)


def test_only_what_belongs_together_is_pushed_out() -> None:
    kept = [10, 21, 11, 22]
    assert keep(kept, 12, 3, lambda each: each // 10) is None
    assert keep(kept, 13, 3, lambda each: each // 10) == 10
    assert kept == [21, 11, 22, 12, 13]
