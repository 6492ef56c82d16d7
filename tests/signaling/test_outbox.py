"""The outbox keeps order and bounds."""

import pytest

from signaling.outbox import OUTBOX_BYTES_MAX, OUTBOX_MAX, Outbox, TooSlow


def test_texts_come_out_in_order() -> None:
    outbox = Outbox()
    outbox.put("a")
    outbox.put("b")
    outbox.put("c")
    assert outbox.take() == "a"
    assert outbox.drain() == ["b", "c"]
    assert outbox.take() is None


def test_too_many_texts_are_too_slow() -> None:
    outbox = Outbox()
    for _ in range(OUTBOX_MAX):
        outbox.put("x")
    with pytest.raises(TooSlow):
        outbox.put("x")
    outbox.take()
    outbox.put("x")


def test_too_many_bytes_are_too_slow() -> None:
    outbox = Outbox()
    outbox.put("x" * OUTBOX_BYTES_MAX)
    with pytest.raises(TooSlow):
        outbox.put("x")
    assert outbox.take() == "x" * OUTBOX_BYTES_MAX
    outbox.put("x")
