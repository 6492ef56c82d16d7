"""One way from what has happened to what everybody is told: the plan first, then events and patches together."""

import pytest

from rooms.incremental.broadcaster import Broadcaster
from rooms.model import commands as cmd
from rooms.model.policy.policy import FloorMode
from rooms.plan import build_plan
from rooms.views.build import build_views
from rooms.views.merge_patch import apply_patch
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, BEN_SEAT, STAFF_SEAT, THERAPIST, Stage, full_stage

SEATS = (STAFF_SEAT, ANA_SEAT, BEN_SEAT)


def opened(stage: Stage) -> Broadcaster:
    """Everybody looks, and has been told everything."""
    broadcaster = Broadcaster(stage.room.setup)
    assert broadcaster.next_plan(stage.room) == build_plan(stage.room.setup, stage.room.state)
    broadcaster.tell(stage.room.context(stage.now))
    for seat in SEATS:
        broadcaster.open(stage.room.context(stage.now), seat)
    return broadcaster


def do(stage: Stage, broadcaster: Broadcaster, command: cmd.Command) -> None:
    records = stage.room.handle(command, stage.now)
    broadcaster.hear(stage.room.context(stage.now), SEATS, records, stage.room.untold)


def queued_stage() -> Stage:
    stage = full_stage()
    stage.mode(FloorMode.QUEUE)
    return stage


def test_a_plan_is_only_to_be_put_in_force_when_a_gate_is_another() -> None:
    stage = queued_stage()
    broadcaster = opened(stage)
    do(stage, broadcaster, cmd.RequestFloor(BEN, stage.seq))
    assert broadcaster.next_plan(stage.room) is None
    do(stage, broadcaster, cmd.GrantFloor(THERAPIST, BEN, stage.seq))
    plan = broadcaster.next_plan(stage.room)
    assert plan == broadcaster.plan == build_plan(stage.room.setup, stage.room.state)


def test_nobody_is_told_before_the_plan_is_known() -> None:
    stage = queued_stage()
    broadcaster = opened(stage)
    do(stage, broadcaster, cmd.GrantFloor(THERAPIST, BEN, stage.seq))
    with pytest.raises(AssertionError, match="the plan comes first"):
        broadcaster.tell(stage.room.context(stage.now))


def test_what_several_commands_brought_is_told_at_once_and_each_once() -> None:
    stage = queued_stage()
    broadcaster = opened(stage)
    before = {seat: broadcaster.view(seat) for seat in SEATS}
    do(stage, broadcaster, cmd.RequestFloor(ANA, stage.seq))
    do(stage, broadcaster, cmd.RequestFloor(BEN, stage.seq))
    broadcaster.next_plan(stage.room)
    context = stage.room.context(stage.now)
    news = broadcaster.tell(context)
    assert [event["kind"] for event in news.heard[STAFF_SEAT]] == ["hand.up", "hand.up"]
    for seat, view in build_views(context, SEATS).items():
        assert apply_patch(before[seat], news.patches[seat]) == broadcaster.view(seat) == view
    broadcaster.next_plan(stage.room)
    again = broadcaster.tell(context)
    assert not again.heard
    assert not any(again.patches.values())
    assert not news.faults


def test_what_two_are_told_alike_is_one_object() -> None:
    stage = queued_stage()
    broadcaster = opened(stage)
    do(stage, broadcaster, cmd.OpenChat(THERAPIST, open=True))
    do(stage, broadcaster, cmd.MarkDistress(THERAPIST, ANA, on=True))
    broadcaster.next_plan(stage.room)
    news = broadcaster.tell(stage.room.context(stage.now))
    assert news.heard[ANA_SEAT] == news.heard[BEN_SEAT]
    do(stage, broadcaster, cmd.GrantFloor(THERAPIST, ANA, stage.seq))
    do(stage, broadcaster, cmd.ReleaseFloor(ANA, stage.seq))
    broadcaster.next_plan(stage.room)
    heard = broadcaster.tell(stage.room.context(stage.now)).heard
    assert heard[ANA_SEAT] is heard[BEN_SEAT]


def test_a_viewer_who_is_gone_is_told_nothing() -> None:
    stage = queued_stage()
    broadcaster = opened(stage)
    do(stage, broadcaster, cmd.RequestFloor(ANA, stage.seq))
    broadcaster.close(BEN_SEAT)
    broadcaster.next_plan(stage.room)
    news = broadcaster.tell(stage.room.context(stage.now))
    assert BEN_SEAT not in news.patches
    assert BEN_SEAT not in news.heard
    with pytest.raises(KeyError):
        broadcaster.view(BEN_SEAT)
