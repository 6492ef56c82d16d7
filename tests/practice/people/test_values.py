"""Values of actions are what their rules allow."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from practice.people.values import fill

WHEEL = {"feeling": {"groups": {"calm": {"words": {"hopeful": "hopeful", "glad": "glad"}}}}}
RULES: dict[str, Any] = {
    "number": {"type": "number", "low": 2, "high": 4},
    "kind": {"type": "choice", "values": ["all", "two"]},
    "call": {"type": "flag", "default": False},
    "people": {"type": "people", "least": 2, "most": 5},
    "feeling": {"type": "wheel", "name": "feelings_check_in.feeling"},
    "question": {"type": "known", "kind": "question", "default": ""},
}


@given(st.integers())
def test_every_value_is_one_that_the_rules_allow(seed: int) -> None:
    values = fill(RULES, WHEEL, ["pt_a", "pt_b", "pt_c"], Random(seed))

    assert 2 <= values["number"] <= 4
    assert values["kind"] in ("all", "two")
    assert values.get("call", True) is True, "what is usual is left out"
    assert len(set(values["people"])) == 2
    assert values["feeling"] in ("hopeful", "glad")
    assert "question" not in values


@pytest.mark.parametrize("others", [[], ["pt_a"]])
def test_nobody_is_named_who_is_not_there(others: list[str]) -> None:
    assert fill({"people": RULES["people"]}, {}, others, Random(1)) == {"people": others}
