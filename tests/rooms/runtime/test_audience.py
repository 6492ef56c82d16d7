"""A viewer's channel: seq without gaps, nothing told for nothing, and what can be bridged."""

import json

from rooms.incremental.broadcaster import News
from rooms.model.policy.policy import FloorMode
from rooms.runtime.audience import KEPT_CHARS, Audience, write_told
from tests.support.rooms.setups import ANA_SEAT, BEN_SEAT, STAFF_SEAT

SEATS = (ANA_SEAT, BEN_SEAT, STAFF_SEAT)


def test_only_a_difference_or_an_event_is_told() -> None:
    heard = {ANA_SEAT: [], BEN_SEAT: [{"kind": "x"}], STAFF_SEAT: []}
    told = write_told(News({ANA_SEAT: {}, BEN_SEAT: {}, STAFF_SEAT: {"a": None}}, heard, []))
    assert {seat: json.loads(text) for seat, text in told.items()} == {
        BEN_SEAT: {"events": [{"kind": "x"}], "patch": {}},
        STAFF_SEAT: {"events": [], "patch": {"a": None}},
    }


def test_what_several_are_told_is_written_and_kept_once() -> None:
    patch, other, events = {"a": FloorMode.QUEUE}, {"a": 2}, [{"kind": "x"}]
    patches = {ANA_SEAT: patch, BEN_SEAT: patch, STAFF_SEAT: other}
    told = write_told(News(patches, dict.fromkeys(SEATS, events), []))
    assert told[ANA_SEAT] is told[BEN_SEAT]
    assert json.loads(told[ANA_SEAT])["patch"] == {"a": "queue"}
    assert json.loads(told[STAFF_SEAT])["patch"] == {"a": 2}


def test_a_change_leads_one_further() -> None:
    audience = Audience()
    assert [audience.tell("{}"), audience.tell('{"patch":{}}')] == [(2, "{}"), (3, '{"patch":{}}')]


def test_changes_since_a_known_seq_are_bridged() -> None:
    audience = Audience()
    for _ in range(1, 5):
        audience.tell("{}")
    missed = audience.changes_since(3)
    assert missed is not None
    assert [change.seq for change in missed] == [4, 5]
    assert audience.changes_since(5) == []
    assert audience.changes_since(6) is None


def test_who_was_away_too_long_cannot_be_bridged() -> None:
    audience = Audience()
    for _ in range(5):
        audience.tell("x" * (KEPT_CHARS // 4))
    assert audience.changes_since(1) is None
    bridged = audience.changes_since(2)
    assert bridged is not None
    assert [change.seq for change in bridged] == [3, 4, 5, 6]


def test_a_change_that_is_longer_than_a_view_is_not_kept() -> None:
    audience = Audience()
    audience.tell("{}")
    audience.tell("x" * (KEPT_CHARS + 1))
    assert audience.changes_since(2) is None
    assert audience.changes_since(3) == []
    audience.tell("{}")
    assert audience.changes_since(3) == [(4, "{}")]
