"""The path from an event to what everybody is told: the plan first, then events and patches together."""

import pytest

from rooms.incremental.broadcaster import Broadcaster
from rooms.model import commands as cmd
from rooms.model.policy.policy import FloorMode
from rooms.plan import build_plan
from rooms.views.build import build_views
from rooms.views.merge_patch import apply_patch
from tests.support.rooms.setups import (
    ANA,
    ANA_SEAT,
    BEN,
    BEN_SEAT,
    STAFF_SEAT,
    THERAPIST,
    RoomDriver,
    full_room,
)

SEATS = (STAFF_SEAT, ANA_SEAT, BEN_SEAT)


def opened(driver: RoomDriver) -> Broadcaster:
    """Everybody is a viewer and up to date."""
    broadcaster = Broadcaster(driver.room.setup)
    assert broadcaster.next_plan(driver.room) == build_plan(driver.room.setup, driver.room.state)
    broadcaster.tell(driver.room.context(driver.now))
    for seat in SEATS:
        broadcaster.open(driver.room.context(driver.now), seat)
    return broadcaster


def do(driver: RoomDriver, broadcaster: Broadcaster, command: cmd.Command) -> None:
    records = driver.room.handle(command, driver.now)
    broadcaster.hear(driver.room.context(driver.now), SEATS, records, driver.room.untold)


def queued_room() -> RoomDriver:
    driver = full_room()
    driver.mode(FloorMode.QUEUE)
    return driver


def test_a_new_plan_is_put_in_force_only_if_a_gate_changes() -> None:
    driver = queued_room()
    broadcaster = opened(driver)
    do(driver, broadcaster, cmd.RequestFloor(BEN, driver.seq))
    assert broadcaster.next_plan(driver.room) is None
    do(driver, broadcaster, cmd.GrantFloor(THERAPIST, BEN, driver.seq))
    plan = broadcaster.next_plan(driver.room)
    assert plan == broadcaster.plan == build_plan(driver.room.setup, driver.room.state)


def test_nobody_is_told_before_the_plan_is_known() -> None:
    driver = queued_room()
    broadcaster = opened(driver)
    do(driver, broadcaster, cmd.GrantFloor(THERAPIST, BEN, driver.seq))
    with pytest.raises(AssertionError, match="the plan comes first"):
        broadcaster.tell(driver.room.context(driver.now))


def test_the_results_of_several_commands_are_told_together_and_once() -> None:
    driver = queued_room()
    broadcaster = opened(driver)
    before = {seat: broadcaster.view(seat) for seat in SEATS}
    do(driver, broadcaster, cmd.RequestFloor(ANA, driver.seq))
    do(driver, broadcaster, cmd.RequestFloor(BEN, driver.seq))
    broadcaster.next_plan(driver.room)
    context = driver.room.context(driver.now)
    news = broadcaster.tell(context)
    assert [event["kind"] for event in news.heard[STAFF_SEAT]] == ["hand.up", "hand.up"]
    for seat, view in build_views(context, SEATS).items():
        assert apply_patch(before[seat], news.patches[seat]) == broadcaster.view(seat) == view
    broadcaster.next_plan(driver.room)
    again = broadcaster.tell(context)
    assert not again.heard
    assert not any(again.patches.values())
    assert not news.faults


def test_viewers_told_the_same_share_one_object() -> None:
    driver = queued_room()
    broadcaster = opened(driver)
    do(driver, broadcaster, cmd.OpenChat(THERAPIST, open=True))
    do(driver, broadcaster, cmd.MarkDistress(THERAPIST, ANA, on=True))
    broadcaster.next_plan(driver.room)
    news = broadcaster.tell(driver.room.context(driver.now))
    assert news.heard[ANA_SEAT] == news.heard[BEN_SEAT]
    do(driver, broadcaster, cmd.GrantFloor(THERAPIST, ANA, driver.seq))
    do(driver, broadcaster, cmd.ReleaseFloor(ANA, driver.seq))
    broadcaster.next_plan(driver.room)
    heard = broadcaster.tell(driver.room.context(driver.now)).heard
    assert heard[ANA_SEAT] is heard[BEN_SEAT]


def test_a_viewer_who_is_gone_is_told_nothing() -> None:
    driver = queued_room()
    broadcaster = opened(driver)
    do(driver, broadcaster, cmd.RequestFloor(ANA, driver.seq))
    broadcaster.close(BEN_SEAT)
    broadcaster.next_plan(driver.room)
    news = broadcaster.tell(driver.room.context(driver.now))
    assert BEN_SEAT not in news.patches
    assert BEN_SEAT not in news.heard
    with pytest.raises(KeyError):
        broadcaster.view(BEN_SEAT)
