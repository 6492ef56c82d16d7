"""A guarded connection between a fake transport and a fake parser: what it parses, delays and closes."""

import asyncio

import pytest

from app.api.doors import budgets
from app.api.doors.guard import Guard
from app.api.doors.porter import PIECES_A_ROUND
from tests.support.service.lines import END, REQUEST, UPLOAD, Line, later, open_guard

PING = b"\x89\x80\x00\x00\x00\x00"
CLOSED_1008 = b"\x88\x02\x03\xf0"


async def test_pings_before_hello_are_not_parsed_and_end_the_socket() -> None:
    guard = open_guard()
    line = Line(guard)
    frames = line.become_socket()
    line.come(PING * 100)
    assert frames.parsed == b""
    assert (line.wire.written, line.wire.closing) == (CLOSED_1008, True)
    assert guard.refused == {"before_hello": 1}
    await later(budgets.CLOSE_S)
    assert line.wire.aborted, "nobody is waited for who does not read it"


@pytest.mark.parametrize(
    ("chunk", "most"),
    [
        (PING, budgets.HELLO_FRAMES),
        (b"\x81\xfe\x7f\xff", budgets.HELLO_FRAMES),
        (b"\x82\xff" + bytes(8) + b"x" * 1000, budgets.HELLO_BYTES // 1010),
    ],
)
async def test_all_that_comes_before_hello_is_bounded_in_frames_and_bytes(chunk: bytes, most: int) -> None:
    line = Line(open_guard())
    frames = line.become_socket()
    for _ in range(1_000):
        line.come(chunk)
    assert len(frames.parsed) // len(chunk) <= most
    assert line.wire.closing


async def test_a_socket_without_a_good_hello_ends_in_time() -> None:
    line = Line(open_guard())
    line.become_socket()
    await later(budgets.HELLO_S)
    assert line.wire.closing


async def test_a_known_socket_is_read_as_fast_as_its_budget_and_then_paused() -> None:
    line = Line(open_guard())
    frames = line.become_socket()
    line.door.admit(in_room=True)
    budget = budgets.IN_ROOM
    for _ in range(10 * budget.burst_frames):
        line.come(PING)
    passed = len(frames.parsed) // len(PING)
    assert passed == budget.burst_frames + 1
    assert not line.wire.reading
    for _ in range(5):
        await later(1.0)
        for _ in range(10 * budget.burst_frames):
            line.come(PING)
    assert (
        passed + 4 * budget.frames_per_s
        <= len(frames.parsed) // len(PING)
        <= passed + 5 * budget.frames_per_s + 5
    )
    assert not line.wire.closing


async def test_who_waits_has_the_smaller_budget() -> None:
    line = Line(open_guard())
    frames = line.become_socket()
    line.door.admit(in_room=False)
    for _ in range(1_000):
        line.come(PING)
    assert len(frames.parsed) // len(PING) == budgets.WAITING.burst_frames + 1


async def test_a_read_full_of_pings_is_a_flood_and_is_not_parsed() -> None:
    guard = open_guard()
    line = Line(guard)
    frames = line.become_socket()
    line.door.admit(in_room=True)
    line.come(PING * 680)
    assert frames.parsed == b""
    assert line.wire.written == CLOSED_1008
    assert guard.refused == {"flood": 1}


async def test_a_half_sent_request_ends_in_time_however_slowly_it_drips() -> None:
    line = Line(open_guard())
    for byte in REQUEST[:-1]:
        line.come(bytes([byte]))
        await later(budgets.REQUEST_S / len(REQUEST))
    await later(budgets.REQUEST_S / len(REQUEST))
    assert line.wire.aborted
    assert line.parser.requests == 0


async def test_a_connection_that_says_nothing_ends_in_time() -> None:
    line = Line(open_guard())
    await later(budgets.REQUEST_S)
    assert line.wire.aborted


async def test_the_next_request_of_a_connection_has_its_own_time() -> None:
    line = Line(open_guard())
    line.come(REQUEST)
    await later(budgets.REQUEST_S + 5)
    assert not line.wire.closing
    line.come(REQUEST[:5])
    await later(budgets.REQUEST_S)
    assert line.wire.aborted


async def test_nobody_is_ended_because_our_own_loop_was_late() -> None:
    line = Line(open_guard())
    await later(60.0)
    assert not line.wire.closing
    line.come(REQUEST)
    assert line.parser.requests == 1


async def test_a_client_that_does_not_take_its_answer_is_not_waited_for_for_ever() -> None:
    line = Line(open_guard())
    line.come(REQUEST)
    await later(budgets.RESPONSE_S)
    assert line.wire.aborted


async def test_a_request_without_end_is_not_parsed_for_ever() -> None:
    line = Line(open_guard())
    line.come(b"x" * 1_000_000)
    assert len(line.parser.parsed) <= budgets.REQUEST_BYTES
    assert line.wire.aborted


async def test_a_body_waits_at_the_limit_until_it_is_expected() -> None:
    guard = open_guard()
    line = Line(guard)
    line.come(UPLOAD + b"x" * 1_000_000)
    assert len(line.parser.parsed) <= budgets.REQUEST_BYTES
    assert (line.wire.reading, line.wire.aborted) == (False, False)
    line.door.expect(100_000)
    await later(budgets.REQUEST_S + 1)
    assert not line.wire.aborted, "it has more time now"
    line.come(b"\n\n\n\n" * 5_000 + END)
    assert line.parser.parsed.endswith(END)
    line.come(UPLOAD + b"x" * 1_000_000)
    assert not line.wire.reading, "the next request of the connection has the usual limit"


async def test_a_body_that_nobody_expects_ends_with_its_time() -> None:
    guard = open_guard()
    line = Line(guard)
    line.come(UPLOAD + b"x" * 1_000_000)
    await later(budgets.REQUEST_S)
    assert line.wire.aborted
    assert guard.refused == {"too_slow": 1}


async def test_a_body_is_not_read_beyond_what_is_expected() -> None:
    guard = open_guard()
    line = Line(guard)
    line.come(UPLOAD)
    line.door.expect(50_000)
    line.come(b"x" * 1_000_000)
    assert line.wire.aborted
    assert len(line.parser.parsed) <= budgets.REQUEST_BYTES + 50_000
    assert guard.refused == {"too_large": 1}


async def test_requests_of_one_address_wait_for_their_share_and_others_do_not() -> None:
    guard, loop = open_guard(), asyncio.get_running_loop()
    began = loop.time()
    lines = [Line(guard) for _ in range(1_000)]
    for line in lines:
        line.come(REQUEST)
    begun = sum(line.parser.requests for line in lines)
    work_s = budgets.ADDRESS_BURST_S + budgets.ADDRESS_SHARE * (loop.time() - began)
    assert 10 < begun <= 1 + work_s / (budgets.REQUEST_COST_S + budgets.CHUNK_COST_S)
    other = Line(guard, "192.0.2.2")
    other.come(REQUEST)
    assert other.parser.requests == 1


async def test_strangers_together_wait_for_theirs_in_the_order_they_came() -> None:
    guard, loop = open_guard(), asyncio.get_running_loop()
    began = loop.time()
    lines = [Line(guard, f"10.0.{number // 250}.{number % 250}") for number in range(1_000)]
    for line in lines:
        line.come(REQUEST)

    def most() -> float:
        work_s = budgets.STRANGERS_BURST_S + budgets.STRANGERS_SHARE * (loop.time() - began)
        return 1 + work_s / (budgets.REQUEST_COST_S + budgets.CHUNK_COST_S)

    assert 10 < sum(line.parser.requests for line in lines) <= most()
    await later(0.5)
    served = [line.parser.requests for line in lines]
    assert served == sorted(served, reverse=True)
    assert sum(served) <= most()


async def test_who_would_wait_too_long_is_let_go_and_that_costs_nobody_anything() -> None:
    guard, loop = open_guard(), asyncio.get_running_loop()
    own = guard.meters(guard.networks("192.0.2.1"))[0]
    own.charge(budgets.ADDRESS_SHARE * (budgets.MAX_WAIT_S + 1) + budgets.ADDRESS_BURST_S, loop.time())
    before_s = own.charge(0.0, loop.time())
    lines = [Line(guard) for _ in range(100)]
    assert all(line.wire.aborted for line in lines)
    assert guard.refused == {"busy": 100}
    assert own.charge(0.0, loop.time()) <= before_s
    await later(2.0)
    line = Line(guard)
    assert not line.wire.aborted


async def test_who_proves_themselves_costs_their_network_nothing() -> None:
    guard = open_guard()
    for number in range(2_000):
        line = Line(guard)
        line.come(REQUEST)
        assert line.parser.requests == 1, number
        line.door.prove()
        line.door.connection_lost(None)
    for number in range(2_000):
        line = Line(guard)
        frames = line.become_socket()
        line.come(PING)
        assert frames.parsed == PING, number
        line.door.admit(in_room=False)
    assert guard.strangers == 0


async def test_several_requests_in_one_read_are_all_charged() -> None:
    guard, loop = open_guard(), asyncio.get_running_loop()
    began = loop.time()
    lines = [Line(guard) for _ in range(500)]
    for line in lines:
        line.come(REQUEST * budgets.PIPELINED)
    work_s = budgets.ADDRESS_BURST_S + budgets.ADDRESS_SHARE * (loop.time() - began)
    served = sum(line.parser.requests for line in lines)
    assert served <= budgets.PIPELINED + work_s / budgets.REQUEST_COST_S


async def test_a_read_full_of_requests_is_not_parsed() -> None:
    line = Line(open_guard())
    line.come(REQUEST * 50)
    assert line.parser.parsed == b""
    assert line.wire.aborted


async def test_too_many_of_one_address_end_the_one_that_waits_longest() -> None:
    guard = open_guard()
    lines = [Line(guard) for _ in range(budgets.MAX_CONNECTIONS_PER_NETWORK + 3)]
    assert [line.wire.aborted for line in lines[:4]] == [True, True, True, False]
    assert guard.strangers == budgets.MAX_CONNECTIONS_PER_NETWORK


async def test_a_proxys_client_is_charged_when_it_is_named() -> None:
    guard = Guard(("127.0.0.1",))
    waits = []
    for _ in range(3_000):
        line = Line(guard, "127.0.0.1")
        waits.append(line.door.name("192.0.2.1"))
        line.door.connection_lost(None)
    assert waits[0] == 0.0
    assert max(waits) > budgets.MAX_WAIT_S - 1
    assert Line(guard, "127.0.0.1").door.name("192.0.2.2") == 0.0


async def test_a_parser_that_fails_ends_its_own_connection_only() -> None:
    line = Line(open_guard())
    line.parser.fails = True
    line.come(REQUEST)
    assert line.wire.aborted


async def test_the_parsers_own_pauses_are_kept() -> None:
    line = Line(open_guard())
    line.come(REQUEST)
    line.parser.transport.pause_reading()
    assert not line.wire.reading
    line.parser.transport.resume_reading()
    assert line.wire.reading
    line.door.connection_lost(None)
    assert line.parser.lost == 1


async def test_one_round_of_the_loop_parses_a_piece_of_one_stranger_and_whoever_is_known_at_once() -> None:
    guard = Guard()
    known = Line(guard)
    frames = known.become_socket()
    await asyncio.sleep(0)
    known.come(PING)
    known.door.admit(in_room=True)
    await asyncio.sleep(0)
    lines = [Line(guard) for _ in range(10)]
    for line in lines:
        line.come(REQUEST)
    parsed = []
    for _ in lines:
        parsed.append(sum(line.parser.requests for line in lines))
        known.come(PING)
        await asyncio.sleep(0)
    assert parsed == list(range(PIECES_A_ROUND, 10 + PIECES_A_ROUND))
    assert frames.parsed == PING * 11
    assert [line.parser.requests for line in lines] == [1] * 10
    assert not guard.refused


async def test_who_waits_for_the_porter_is_not_read_and_may_go() -> None:
    guard = Guard()
    first, second, third = (Line(guard) for _ in range(3))
    for line in (first, second, third):
        line.come(REQUEST)
    assert (first.wire.reading, second.wire.reading) == (True, False)
    second.door.connection_lost(None)
    for _ in range(3):
        await asyncio.sleep(0)
    assert (second.parser.requests, third.parser.requests) == (0, 1)
    assert third.wire.reading
