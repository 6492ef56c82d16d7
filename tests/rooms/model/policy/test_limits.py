"""What a clinic may choose: every field has a limit, and the limits protect what must not be given up."""

from dataclasses import fields

import pytest

from rooms.model.policy.kinds import MATRIX
from rooms.model.policy.limits import LIMITS, Choice, Range
from rooms.model.policy.policy import ChatRule, ObserverRule, RoomKind, RoomPolicy


def options(kind: RoomKind, name: str) -> set[object]:
    """The allowed values of a rule."""
    limit = LIMITS[kind][name]
    assert isinstance(limit, Choice)
    return set(limit.options)


@pytest.mark.parametrize("kind", RoomKind)
def test_every_field_except_the_kind_has_a_limit_that_allows_the_default(kind: RoomKind) -> None:
    assert set(LIMITS[kind]) == {field.name for field in fields(RoomPolicy)} - {"kind"}
    for name, limit in LIMITS[kind].items():
        default = getattr(MATRIX[kind], name)
        assert limit.read(default) == default, name


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (0, "must be 1 to 12"),
        (13, "must be 1 to 12"),
        (True, "must be a whole number"),
        (2.0, "must be a whole number"),
        ("2", "must be a whole number"),
        (None, "must be a whole number"),
    ],
)
def test_a_whole_number_is_validated_strictly(value: object, reason: str) -> None:
    limit = Range(1, 12, whole=True)
    assert limit.read(12) == 12
    with pytest.raises(ValueError, match=reason):
        limit.read(value)


def test_a_time_is_read_in_seconds_and_may_be_absent_only_where_that_means_something() -> None:
    assert repr(Range(10, 60).read(15)) == "15.0"
    assert Range(0, 60, optional=True).read(None) is None
    for value in (None, False, "15", 9.9, float("nan"), float("inf"), 10**400):
        with pytest.raises(ValueError, match="must be"):
            Range(10, 60).read(value)


def test_a_rule_is_read_only_from_its_word() -> None:
    limit = Choice((ChatRule.OFF, ChatRule.ON))
    assert limit.read("on") is ChatRule.ON
    assert limit.read(ChatRule.OFF) is ChatRule.OFF
    for value in ("windows", "ON", 1, True, None, ["on"]):
        with pytest.raises(ValueError, match="must be off or on"):
            limit.read(value)


def test_a_switch_is_not_a_number_and_a_size_is_not_a_switch() -> None:
    assert Choice((True,)).read(True) is True
    with pytest.raises(ValueError, match="must be true"):
        Choice((True,)).read(1)
    with pytest.raises(ValueError, match="must be 1"):
        Choice((1,)).read(True)


def test_no_choice_gives_up_a_protection() -> None:
    for kind in RoomKind:
        if MATRIX[kind].location_each_session:
            assert options(kind, "location_each_session") == {True}
        if MATRIX[kind].observers is not ObserverRule.NOTICE:
            assert ObserverRule.NOTICE not in options(kind, "observers")
    for kind in (RoomKind.GROUP, RoomKind.MULTI_COUPLE):
        people = LIMITS[kind]["max_people"]
        assert isinstance(people, Range)
        assert people.high == 12
