"""How fast and how much a person may write."""

import pytest

from rooms.model.errors import Refused
from rooms.rules.context import RuleContext
from rooms.rules.side_channels.pace import BURST, keep, spend
from tests.support.rooms.setups import ANA, BEN, full_room


def context_at(context: RuleContext, seconds: float) -> RuleContext:
    """The same context, later."""
    context.now += seconds
    return context


def test_a_burst_is_allowed_then_a_steady_rate_for_each_person_alone() -> None:
    context = full_room().room.context(1_000.0)
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


def test_a_clock_set_back_takes_no_allowance_away() -> None:
    context = full_room().room.context(1_000.0)
    spend(context, ANA, "messages", 1.0)
    spend(context_at(context, -100), ANA, "messages", 1.0, cost=BURST - 1)


def test_only_items_that_belong_together_push_each_other_out() -> None:
    kept = [10, 21, 11, 22]
    assert keep(kept, 12, 3, lambda each: each // 10) is None
    assert keep(kept, 13, 3, lambda each: each // 10) == 10
    assert kept == [21, 11, 22, 12, 13]
