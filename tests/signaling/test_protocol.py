"""The rules for one socket's messages: hello first, limits, abuse; every text gets a verdict."""

import json
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signaling.messages import MAX_MESSAGE_BYTES, ErrorMessage, Hello, Request, client_adapter
from signaling.protocol import (
    ABUSE_ERRORS,
    ABUSE_WINDOW_S,
    KIND_RATES,
    ROOM_RATE,
    VALUES_MAX,
    WAITING_RATE,
    Closing,
    InboundRules,
    Rate,
)
from signaling.schema import build_schema

HELLO = json.dumps({"type": "hello", "ticket": "t", "devices": {"mic": True, "camera": True}})
LEAVE = json.dumps({"type": "session.leave", "id": 7})


def greeted() -> InboundRules:
    """Return the rules after a hello."""
    rules = InboundRules(0.0)
    assert isinstance(rules.on_text(HELLO, 0.0), Hello)
    return rules


@pytest.mark.parametrize(
    "text",
    [
        LEAVE,
        "",
        "[]",
        '{"type": "hello"}',
        '{"type": "hello", "devices": {"mic": true, "camera": true}}',
        '{"type": "hello", "ticket": "t", "resume": {"token": "r", "seq": 1}, "devices": {"mic": true, "camera": true}}',
        '{"type": "hello", "ticket": "t", "devices": {"mic": 1, "camera": true}}',
    ],
)
def test_only_a_whole_hello_opens(text: str) -> None:
    assert InboundRules(0.0).on_text(text, 0.0) == Closing("hello.expected")


def test_a_second_hello_is_malformed() -> None:
    verdict = greeted().on_text(HELLO, 0.0)
    assert isinstance(verdict, ErrorMessage)
    assert verdict.code == "request.malformed"


@pytest.mark.parametrize(
    ("text", "code", "re"),
    [
        ("{", "request.malformed", None),
        ('"x"', "request.malformed", None),
        ('{"type": "floor.fly", "id": 3}', "request.unknown", 3),
        ('{"type": "session.leave"}', "request.malformed", None),
        ('{"type": "session.leave", "id": 0}', "request.malformed", None),
        ('{"type": "session.leave", "id": true}', "request.malformed", None),
        ('{"type": "session.leave", "id": 4, "extra": 1}', "request.malformed", 4),
        ('{"type": "floor.request", "id": 5, "person": "pt_1", "expected_seq": "7"}', "request.malformed", 5),
        ("[" * 50_000, "request.malformed", None),
        (" " * (MAX_MESSAGE_BYTES + 1), "request.malformed", None),
    ],
)
def test_bad_messages_get_a_code_and_their_id_if_it_can_be_read(text: str, code: str, re: int | None) -> None:
    verdict = greeted().on_text(text, 0.0)
    assert isinstance(verdict, ErrorMessage)
    assert (verdict.code, verdict.re) == (code, re)


@pytest.mark.parametrize(
    "fields",
    [
        {f"no_{number}": 0 for number in range(VALUES_MAX)},
        {"values": {"people": ["pt_1"] * VALUES_MAX}},
        {"values": {"people": [["pt_1"] * (VALUES_MAX // 2)] * 3}},
    ],
)
def test_what_holds_too_many_values_is_malformed_before_each_of_them_is_judged(
    fields: dict[str, Any],
) -> None:
    act = {"type": "protocol.act", "id": 3, "person": "pt_1", "expected_seq": 1, "action": "begin"}
    with patch("signaling.protocol.client_adapter") as judge:
        judge.validate_python.side_effect = AssertionError("judged")
        verdict = InboundRules(0.0).on_text(json.dumps(act | fields), 0.0)
        assert verdict == Closing("hello.expected")
    verdict = greeted().on_text(json.dumps(act | fields), 0.0)
    assert isinstance(verdict, ErrorMessage)
    assert (verdict.code, verdict.re) == ("request.malformed", 3)


def test_the_longest_lists_that_are_meant_have_room() -> None:
    tiles = {"type": "media.tiles", "id": 3, "heights": {str(slot): 4320 for slot in range(32)}}
    people = {"people": [f"pt_{number}" for number in range(24)]}
    act = {
        "type": "protocol.act",
        "id": 4,
        "person": "pt_1",
        "expected_seq": 1,
        "action": "a",
        "values": people,
    }
    for message in (tiles, act):
        assert isinstance(greeted().on_text(json.dumps(message), 0.0), Request)


@pytest.mark.parametrize(("in_room", "rate"), [(True, ROOM_RATE), (False, WAITING_RATE)])
def test_a_burst_passes_then_the_rate_holds_then_time_refills(in_room: bool, rate: Rate) -> None:
    rules = greeted()
    rules.in_room = in_room
    for _ in range(rate.burst):
        assert isinstance(rules.on_text(LEAVE, 0.0), Request)
    limited = rules.on_text(LEAVE, 0.0)
    assert isinstance(limited, ErrorMessage)
    assert (limited.code, limited.re, limited.retryable) == ("rate.limited", 7, True)
    assert isinstance(rules.on_text(LEAVE, 1 / rate.per_s), Request)


def test_who_waits_may_make_less_than_who_is_in_the_room() -> None:
    assert WAITING_RATE.per_s < ROOM_RATE.per_s
    assert WAITING_RATE.burst < ROOM_RATE.burst
    rules = greeted()
    rules.in_room = True
    assert isinstance(rules.on_text(LEAVE, 0.0), Request)
    rules.in_room = False
    passed = [isinstance(rules.on_text(LEAVE, 0.0), Request) for _ in range(25)]
    assert passed.count(True) == WAITING_RATE.burst


ANSWER = json.dumps({"type": "media.answer", "id": 8, "generation": 1, "sdp": "v=0"})


def test_a_kind_has_its_own_rate_and_leaves_the_others_alone() -> None:
    rules = greeted()
    rules.in_room = True
    rate = KIND_RATES["media.answer"]
    for _ in range(rate.burst):
        assert isinstance(rules.on_text(ANSWER, 0.0), Request)
    limited = rules.on_text(ANSWER, 0.0)
    assert isinstance(limited, ErrorMessage)
    assert (limited.code, limited.re) == ("rate.limited", 8)
    assert isinstance(rules.on_text(LEAVE, 0.0), Request)
    assert isinstance(rules.on_text(ANSWER, 1 / rate.per_s), Request)


def test_every_kind_with_a_rate_exists_and_may_make_no_more_than_all_together() -> None:
    kinds = json.loads(build_schema())["client"]["discriminator"]["mapping"]
    assert set(KIND_RATES) <= set(kinds)
    assert client_adapter.validate_json(ANSWER).type == "media.answer"
    for rate in KIND_RATES.values():
        assert rate.per_s <= ROOM_RATE.per_s
        assert rate.burst <= ROOM_RATE.burst


def test_missteps_spread_over_time_are_forgiven_and_crowded_ones_end_it() -> None:
    rules = greeted()
    now = 0.0
    for _ in range(ABUSE_ERRORS * 3):
        now += ABUSE_WINDOW_S / (ABUSE_ERRORS - 2)
        assert isinstance(rules.on_text("{", now), ErrorMessage)
    verdicts = [rules.on_text("{", now + 0.1) for _ in range(ABUSE_ERRORS)]
    assert verdicts[-1] == Closing("abuse")


def test_answers_that_cannot_be_used_count_as_missteps() -> None:
    rules = greeted()
    assert [rules.on_refused_answer(0.0) for _ in range(ABUSE_ERRORS - 1)] == [None] * (ABUSE_ERRORS - 1)
    assert rules.on_refused_answer(0.1) == Closing("abuse")
    slow = greeted()
    assert all(slow.on_refused_answer(now * ABUSE_WINDOW_S) is None for now in range(3 * ABUSE_ERRORS))


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=10,
)


@given(text=st.text(max_size=200) | _json.map(lambda value: json.dumps(value)))
def test_any_text_gets_a_verdict(text: str) -> None:
    assert isinstance(InboundRules(0.0).on_text(text, 0.0), Closing)
    assert isinstance(greeted().on_text(text, 0.0), ErrorMessage)
