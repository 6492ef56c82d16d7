"""How fast, and how much, one person may write where others read."""

import pytest

from rooms.model.errors import Refused
from rooms.rules.context import RuleContext
from rooms.rules.side_channels.pace import BURST, keep, spend
from tests.support.rooms.setups import ANA, BEN, full_stage


def context_at(context: RuleContext, seconds: float) -> RuleContext:
    """The same page, later."""
    context.now += seconds
    return context


def test_a_burst_then_so_much_each_second_and_nothing_of_it_is_anybody_elses() -> None:
    context = full_stage().room.context(1_000.0)
    for _ in range(int(BURST)):
        spend(context, ANA, "messages", 0.5)
    with pytest.raises(Refused, match=r"rate\.limited") as refused:
        spend(context, ANA, "messages", 0.5)
    assert refused.value.reason == "2"
    spend(context, BEN, "messages", 0.5)
    spend(context, ANA, "captions", 0.5)
    spend(context_at(context, 2), ANA, "messages", 0.5)
    with pytest.raises(Refused):
        spend(context, ANA, "messages", 0.5)


def test_a_clock_that_was_set_back_takes_nothing_away() -> None:
    context = full_stage().room.context(1_000.0)
    spend(context, ANA, "messages", 1.0)
    spend(context_at(context, -100), ANA, "messages", 1.0, cost=BURST - 1)


def test_only_what_belongs_together_is_pushed_out() -> None:
    kept = [10, 21, 11, 22]
    assert keep(kept, 12, 3, lambda each: each // 10) is None
    assert keep(kept, 13, 3, lambda each: each // 10) == 10
    assert kept == [21, 11, 22, 12, 13]
