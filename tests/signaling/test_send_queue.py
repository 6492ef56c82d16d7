"""The send queue keeps order and bounds."""

import pytest

from signaling.send_queue import OUTBOX_BYTES_MAX, SEND_QUEUE_MAX, SendQueue, TooSlow


def test_texts_come_out_in_order() -> None:
    send_queue = SendQueue()
    send_queue.put("a")
    send_queue.put("b")
    send_queue.put("c")
    assert send_queue.take() == "a"
    assert send_queue.drain() == ["b", "c"]
    assert send_queue.take() is None


def test_too_many_texts_are_too_slow() -> None:
    send_queue = SendQueue()
    for _ in range(SEND_QUEUE_MAX):
        send_queue.put("x")
    with pytest.raises(TooSlow):
        send_queue.put("x")
    send_queue.take()
    send_queue.put("x")


def test_too_many_bytes_are_too_slow() -> None:
    send_queue = SendQueue()
    send_queue.put("x" * OUTBOX_BYTES_MAX)
    with pytest.raises(TooSlow):
        send_queue.put("x")
    assert send_queue.take() == "x" * OUTBOX_BYTES_MAX
    send_queue.put("x")
