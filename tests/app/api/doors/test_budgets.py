from hypothesis import given
from hypothesis import strategies as st

from app.api.doors.budgets import IN_ROOM, MAX_DEBT_S, WAITING, Allowance, SocketBudget
from signaling.messages import MAX_MESSAGE_BYTES

BUDGET = SocketBudget(1_000, 2_000, 10, 20)


@given(st.lists(st.tuples(st.integers(1, 500), st.integers(1, 5)), min_size=1, max_size=100))
def test_a_socket_that_waits_as_it_is_told_never_exceeds_its_budget(chunks: list[tuple[int, int]]) -> None:
    allowance, now, sent_bytes, sent_frames = Allowance(BUDGET), 0.0, 0, 0
    for size, frames in chunks:
        wait_s = allowance.charge(size, frames, now)
        sent_bytes, sent_frames = sent_bytes + size, sent_frames + frames
        now += wait_s
        assert sent_bytes <= BUDGET.burst_bytes + BUDGET.bytes_per_s * now + 1e-6
        assert sent_frames <= BUDGET.burst_frames + BUDGET.frames_per_s * now + 1e-6


def test_who_waits_may_send_less_than_who_is_in_the_room() -> None:
    assert WAITING.bytes_per_s < IN_ROOM.bytes_per_s
    assert WAITING.burst_bytes < IN_ROOM.burst_bytes
    assert WAITING.frames_per_s < IN_ROOM.frames_per_s
    assert WAITING.burst_frames < IN_ROOM.burst_frames


def test_the_largest_message_is_no_flood_in_the_room() -> None:
    assert Allowance(IN_ROOM).charge(MAX_MESSAGE_BYTES, 32, 0.0) == 0.0


def test_as_many_frames_as_fit_into_one_read_are_a_flood() -> None:
    # An empty masked ping is six bytes.
    assert Allowance(IN_ROOM).charge(4096, 4096 // 6, 0.0) > MAX_DEBT_S
