"""Events survive the journal: every kind, and nothing else."""

import json
from typing import get_args

import pytest
from hypothesis import given

from rooms.model.events import (
    Event,
    FloorGranted,
    HandDown,
    SeatMovedToPrivate,
    SeatMovedToWaiting,
    TurnEnded,
)
from rooms.model.events.codec import decode_event, encode_event
from rooms.model.floor import TurnEnding
from rooms.model.ids import PersonId, SeatId
from tests.support.rooms.events import any_event


@given(event=any_event())
def test_every_event_survives_a_round_trip_through_json(event: Event) -> None:
    kind, payload = encode_event(event)
    assert decode_event(kind, json.loads(json.dumps(payload))) == event


@pytest.mark.parametrize(
    ("kind", "payload", "today"),
    [
        ("floor.released", {"person": "pt_1"}, TurnEnded(PersonId("pt_1"), TurnEnding.RELEASED)),
        (
            "floor.revoked",
            {"person": "pt_1", "by": "pt_2"},
            TurnEnded(PersonId("pt_1"), TurnEnding.REVOKED, PersonId("pt_2")),
        ),
        ("floor.passed", {"person": "pt_1", "held": True}, TurnEnded(PersonId("pt_1"), TurnEnding.PASSED)),
        ("floor.passed", {"person": "pt_1", "held": False}, HandDown(PersonId("pt_1"))),
        (
            "seat.pulled_aside",
            {"seat": "se_1", "room": 2, "by": "pt_2"},
            SeatMovedToPrivate(SeatId("se_1"), 2, PersonId("pt_2")),
        ),
        (
            "seat.moved_to_waiting",
            {"seat": "se_1", "by": "pt_2"},
            SeatMovedToWaiting(SeatId("se_1"), PersonId("pt_2"), cause=None),
        ),
        ("floor.granted", {"person": "pt_1", "by": None}, FloorGranted(PersonId("pt_1"), None)),
    ],
)
def test_events_of_earlier_versions_are_read(kind: str, payload: dict[str, object], today: Event) -> None:
    assert decode_event(kind, payload) == today


def test_kinds_are_unique() -> None:
    kinds = [cls.kind for cls in get_args(Event)]
    assert len(kinds) == len(set(kinds))


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("floor.flown", {}),
        ("hand.up", {}),
        ("hand.up", {"person": "pt_1", "extra": 1}),
        ("floor.mode_set", {"mode": "loud", "mic_policy": "hard", "grants": "when_free", "by": "pt_1"}),
    ],
)
def test_anything_that_is_not_an_event_is_refused(kind: str, payload: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode_event(kind, payload)
