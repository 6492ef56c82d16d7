"""A viewer's channel: seq without gaps, nothing told for nothing, and what can be bridged."""

from rooms.audience import KEPT_CHANGES, Audience


def test_only_a_difference_or_an_event_is_a_change() -> None:
    audience = Audience()
    assert audience.update({}, []) is None
    change = audience.update({}, [{"kind": "x"}])
    assert change is not None
    assert (change.seq, change.patch) == (2, {})
    change = audience.update({"a": 2}, [])
    assert change is not None
    assert (change.seq, change.patch) == (3, {"a": 2})


def test_changes_since_a_known_seq_are_bridged() -> None:
    audience = Audience()
    for value in range(1, 5):
        audience.update({"a": value}, [])
    missed = audience.changes_since(3)
    assert missed is not None
    assert [change.seq for change in missed] == [4, 5]
    assert audience.changes_since(5) == []
    assert audience.changes_since(6) is None


def test_who_was_away_too_long_cannot_be_bridged() -> None:
    audience = Audience()
    for value in range(1, KEPT_CHANGES + 2):
        audience.update({"a": value}, [])
    assert audience.changes_since(1) is None
    bridged = audience.changes_since(2)
    assert bridged is not None
    assert len(bridged) == KEPT_CHANGES
