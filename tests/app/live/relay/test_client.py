import asyncio

import pytest

from app.live.relay import client as relay_module
from app.live.relay.client import MADE_AT_ONCE
from app.live.relay.restarts import RESTART_EVERY_S, RESTARTS_AT_ONCE
from media import control
from media.control import PeerConnected, PeerLost, RoomOptions, Speaking
from media.counters import PeerStats, RoomStats, SlotStats
from media.pool.pool import RoomLost, RoomMoved
from rooms.model.ids import RoomId
from rooms.model.policy.policy import RoomPolicy
from signaling.ports import MediaEvent, MediaRefused, OfferMade, SlotsPaused
from tests.app.live.relay.stage import ANA, BEN, ROOM, Observer, RelayStage, plan
from tests.support.service.troubles.stalls import stall

NOTHING_SPOKEN = ("speech", [], 0.0, 0.0, frozenset())


async def test_a_room_opens_with_its_slots_and_gets_its_plan(stage: RelayStage) -> None:
    assert stage.pool.rooms == {ROOM: RoomOptions(slots=15)}
    assert stage.pool.plans[ROOM] == control.RelayPlan(
        1,
        {
            ANA: control.PeerPlan(slot=0, space="main", audio=True, video=True),
            BEN: control.PeerPlan(slot=1, space="main", audio=True, video=True),
        },
    )
    assert stage.relay.has_worker
    assert stage.observer.notes == []


async def test_a_seat_is_offered_answers_and_is_up(stage: RelayStage) -> None:
    await stage.connect(ANA, slot=3)
    (offer,) = stage.offers[ANA]
    assert (offer.generation, offer.sdp, offer.restart) == (1, "offer se_ana 3", False)
    assert [(layer.rid, layer.height) for layer in offer.layers] == [("q", 180), ("h", 360), ("f", 720)]
    await stage.relay.answer(ROOM, ANA, 1, "answer")
    assert stage.pool.answers == [(ANA, 1, "answer")]
    stage.pool.up(ANA)
    assert stage.observer.notes == [("up", ANA)]


async def test_generations_are_counted_per_seat(stage: RelayStage) -> None:
    for seat in (ANA, BEN, ANA):
        await stage.connect(seat)
    assert (stage.generations(ANA), stage.generations(BEN)) == ([1, 2], [1])


async def test_a_resumed_page_keeps_its_connection(stage: RelayStage) -> None:
    await stage.join(ANA)
    later: list[MediaEvent] = []
    await stage.relay.connect(ROOM, ANA, 0, later.append, keep=True)
    assert later == [SlotsPaused(1, ())]
    assert stage.observer.notes == [("up", ANA), ("up", ANA)]
    await stage.relay.restart(ROOM, ANA, 1, fresh=True)
    assert [news.generation for news in later if isinstance(news, OfferMade)] == [2]
    assert stage.generations(ANA) == [1]


async def test_a_resumed_page_whose_answer_was_lost_gets_a_new_offer(stage: RelayStage) -> None:
    await stage.connect(ANA)
    await stage.connect(ANA, keep=True)
    assert stage.generations(ANA) == [1, 2]


async def test_a_resumed_page_whose_media_was_lost_gets_a_new_offer(stage: RelayStage) -> None:
    await stage.join(ANA)
    stage.pool.on_event(PeerLost(ROOM, ANA, 1, "silent"))
    assert stage.observer.notes[-1] == ("down", ANA)
    await stage.connect(ANA, keep=True)
    assert stage.generations(ANA) == [1, 2]


async def test_a_page_that_comes_anew_replaces_the_connection(stage: RelayStage) -> None:
    await stage.join(ANA)
    await stage.connect(ANA)
    assert stage.observer.notes == [("up", ANA), ("down", ANA)]
    assert stage.generations(ANA) == [1, 2]


async def test_a_page_that_was_replaced_is_cut_off_though_the_next_one_is_gone_before_its_turn(
    stage: RelayStage,
) -> None:
    await stage.join(ANA)
    # Making another seat's connection takes a long time.
    stage.pool.slow_to_add = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        making = tasks.create_task(stage.connect(BEN))
        coming = tasks.create_task(stage.connect(ANA))
        for _ in range(10):
            await asyncio.sleep(0)
        coming.cancel()
        stage.pool.slow_to_add.set()
        await making
    assert set(stage.pool.peers) == {BEN}
    assert stage.generations(ANA) == [1]


async def test_a_restart_makes_one_offer_however_often_it_is_asked_for(stage: RelayStage) -> None:
    await stage.join(ANA)
    await asyncio.gather(*(stage.relay.restart(ROOM, ANA, 1, fresh=True) for _ in range(3)))
    assert stage.generations(ANA) == [1, 2]


async def test_a_page_whose_connections_fail_at_once_gets_no_more_than_its_share(stage: RelayStage) -> None:
    await stage.join(ANA)
    for generation in range(1, RESTARTS_AT_ONCE + 1):
        await stage.relay.restart(ROOM, ANA, generation, fresh=True)
    made = stage.generations(ANA)
    with pytest.raises(MediaRefused) as refused:
        await stage.relay.restart(ROOM, ANA, made[-1], fresh=True)
    assert (refused.value.code, refused.value.reason) == ("media.too_soon", "5")
    assert stage.generations(ANA) == made
    stage.clock.time += RESTART_EVERY_S
    await stage.relay.restart(ROOM, ANA, made[-1], fresh=True)
    assert stage.generations(ANA) == [*made, made[-1] + 1]


async def test_events_of_a_replaced_connection_mean_nothing(stage: RelayStage) -> None:
    await stage.connect(ANA)
    await stage.connect(ANA)
    stage.pool.on_event(PeerConnected(ROOM, ANA, 1))
    stage.pool.on_event(PeerLost(ROOM, ANA, 1, "closed"))
    stage.pool.on_event(PeerConnected("ss_other", ANA, 2))
    assert stage.observer.notes == []


async def test_an_answer_of_an_old_generation_is_refused(stage: RelayStage) -> None:
    await stage.connect(ANA)
    await stage.connect(ANA)
    with pytest.raises(MediaRefused) as refused:
        await stage.relay.answer(ROOM, ANA, 1, "answer")
    assert refused.value.code == "media.stale_generation"
    assert stage.pool.answers == []


async def test_an_answer_that_meets_a_new_offer_on_its_way_does_not_reach_it(stage: RelayStage) -> None:
    await stage.connect(ANA)
    stage.pool.hold = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(stage.relay.restart(ROOM, ANA, 1, fresh=True))
        await stage.pool.held.wait()
        with pytest.raises(MediaRefused) as refused:
            await stage.relay.answer(ROOM, ANA, 1, "answer")
        stage.pool.hold.set()
    assert refused.value.code == "media.unavailable"
    assert stage.generations(ANA) == [1, 2]
    assert stage.pool.answers == []


async def test_a_bad_answer_is_refused_with_its_reason_and_a_good_one_may_follow(stage: RelayStage) -> None:
    await stage.connect(ANA)
    with pytest.raises(MediaRefused) as refused:
        await stage.relay.answer(ROOM, ANA, 1, "bad")
    assert (refused.value.code, refused.value.reason) == ("media.answer_refused", "answer.malformed")
    await stage.relay.answer(ROOM, ANA, 1, "answer")


async def test_a_seat_without_a_link_is_unavailable(stage: RelayStage) -> None:
    for call in (
        stage.relay.answer(ROOM, ANA, 1, "answer"),
        stage.relay.restart(RoomId("ss_other"), ANA, 1, fresh=False),
    ):
        with pytest.raises(MediaRefused) as refused:
            await call
        assert refused.value.code == "media.unavailable"


async def test_a_seat_that_the_plan_no_longer_names_is_unlinked(stage: RelayStage) -> None:
    await stage.join(ANA)
    await stage.join(BEN, 1)
    await stage.relay.apply_plan(ROOM, plan(2, BEN))
    assert set(stage.pool.peers) == {BEN}
    await stage.connect(ANA)
    assert stage.generations(ANA) == [1]
    await stage.relay.apply_plan(ROOM, plan(3, ANA, BEN))
    await stage.connect(ANA)
    assert stage.generations(ANA) == [1, 2]


async def test_an_older_plan_does_not_count(stage: RelayStage) -> None:
    await stage.relay.apply_plan(ROOM, plan(5, ANA))
    await stage.relay.apply_plan(ROOM, plan(4, ANA, BEN))
    assert stage.pool.plans[ROOM].version == 5


async def test_who_speaks_is_passed_on(stage: RelayStage) -> None:
    stage.pool.on_event(Speaking(ROOM, (ANA, BEN)))
    assert stage.observer.notes == [("speaking", frozenset({ANA, BEN})), NOTHING_SPOKEN]


async def test_a_dead_worker_is_replaced_without_anybody_doing_anything(stage: RelayStage) -> None:
    await stage.join(ANA)
    await stage.join(BEN, 1)
    stage.observer.notes.clear()
    stage.pool.kill()
    stage.pool.revive()
    assert stage.observer.notes == [
        ("relay", "down"),
        ("speaking", frozenset()),
        NOTHING_SPOKEN,
        ("down", ANA),
        ("down", BEN),
    ]
    await stage.observer.wait_for(("relay", "up"))
    assert stage.pool.plans[ROOM].version == 1
    assert (stage.generations(ANA), stage.generations(BEN)) == ([1, 2], [1, 2])
    with pytest.raises(MediaRefused):
        await stage.relay.answer(ROOM, ANA, 1, "answer to the dead")
    await stage.relay.answer(ROOM, ANA, 2, "answer")
    assert [sdp for _, _, sdp in stage.pool.answers[-1:]] == ["answer"]
    stage.pool.up(ANA)
    assert stage.observer.notes[-1] == ("up", ANA)


async def test_a_plan_that_comes_while_the_worker_is_away_is_in_force_afterwards(stage: RelayStage) -> None:
    stage.pool.kill()
    await stage.relay.apply_plan(ROOM, plan(2, ANA, BEN, audio=False))
    assert ("relay", "down") in stage.observer.notes
    await stage.relay.apply_plan(ROOM, plan(3, ANA, audio=False))
    stage.pool.revive()
    await stage.observer.wait_for(("relay", "up"))
    assert stage.pool.plans[ROOM].version == 3
    assert set(stage.pool.plans[ROOM].peers) == {ANA}


async def test_who_connects_while_the_worker_is_away_is_offered_when_it_is_back(stage: RelayStage) -> None:
    stage.pool.kill()
    await stage.connect(ANA)
    assert stage.offers[ANA] == []
    with pytest.raises(MediaRefused) as refused:
        await stage.relay.restart(ROOM, ANA, 0, fresh=False)
    assert refused.value.code == "media.unavailable"
    stage.pool.revive()
    await stage.observer.wait_for(("relay", "up"))
    assert stage.generations(ANA) == [1]


async def test_an_answer_that_finds_no_worker_is_unavailable_and_an_offer_follows(stage: RelayStage) -> None:
    await stage.connect(ANA)
    stage.pool.kill()
    with pytest.raises(MediaRefused) as refused:
        await stage.relay.answer(ROOM, ANA, 1, "answer")
    assert refused.value.code == "media.unavailable"
    stage.pool.revive()
    await stage.observer.wait_for(("relay", "up"))
    assert stage.generations(ANA) == [1, 2]


async def test_a_room_that_opens_without_a_worker_is_made_later(idle: RelayStage) -> None:
    idle.pool.alive = False
    await idle.relay.open_room(ROOM, RoomPolicy(), idle.observer)
    assert ("relay", "down") in idle.observer.notes
    idle.pool.alive = True
    await idle.observer.wait_for(("relay", "up"))
    assert ROOM in idle.pool.rooms


async def test_a_relay_that_does_not_confirm_a_plan_loses_the_room_first(
    stage: RelayStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay_module, "PLAN_TIMEOUT_S", 0.001)
    await stage.join(ANA)
    stage.pool.hold = asyncio.Event()
    await stage.relay.apply_plan(ROOM, plan(2, ANA, audio=False))
    assert ("relay", "down") in stage.observer.notes
    stage.pool.hold.set()
    await stage.observer.wait_for(("relay", "up"))
    assert stage.pool.calls[-4:] == ["close", "open", "plan", "add"]
    assert stage.pool.plans[ROOM].version == 2
    assert stage.generations(ANA) == [1, 2]


async def test_a_plan_that_is_confirmed_while_our_own_loop_was_late_costs_no_room(stage: RelayStage) -> None:
    await stage.join(ANA)
    stage.pool.hold = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        applying = tasks.create_task(stage.relay.apply_plan(ROOM, plan(2, ANA, audio=False)))
        await asyncio.sleep(0)
        stall(10 * relay_module.PLAN_TIMEOUT_S)
        await asyncio.sleep(0)
        stage.pool.hold.set()
        await applying
    assert ("relay", "down") not in stage.observer.notes
    assert stage.pool.plans[ROOM].version == 2


async def test_one_seat_that_is_refused_does_not_cost_the_others_their_room(stage: RelayStage) -> None:
    await stage.join(ANA)
    stage.pool.refusal = "room.full"
    await stage.connect(BEN)
    assert stage.offers[BEN] == []
    assert stage.observer.notes == [("up", ANA)]


async def test_a_room_that_restarted_is_made_anew_and_takes_an_earlier_plan(stage: RelayStage) -> None:
    await stage.relay.apply_plan(ROOM, plan(9, ANA))
    again = Observer()
    await stage.relay.open_room(ROOM, RoomPolicy(), again)
    await stage.relay.apply_plan(ROOM, plan(8, ANA))
    assert stage.pool.plans[ROOM].version == 8
    stage.pool.on_event(Speaking(ROOM, (ANA,)))
    assert again.notes == [("speaking", frozenset({ANA})), NOTHING_SPOKEN]
    assert stage.observer.notes == []


async def test_a_closed_room_is_gone(stage: RelayStage) -> None:
    await stage.join(ANA)
    await stage.relay.close_room(ROOM)
    await stage.relay.close_room(ROOM)
    assert stage.pool.rooms == {}
    await stage.relay.apply_plan(ROOM, plan(2, ANA))
    await stage.connect(BEN)
    assert stage.offers[BEN] == []


async def test_a_room_that_closes_while_it_is_broken_is_not_mended(stage: RelayStage) -> None:
    stage.pool.kill()
    await stage.relay.apply_plan(ROOM, plan(2, ANA))
    await stage.relay.close_room(ROOM)
    stage.pool.revive()
    other = Observer()
    await stage.relay.open_room(RoomId("ss_other"), RoomPolicy(), other)
    stage.pool.on_event(RoomLost("ss_other"))
    await other.wait_for(("relay", "up"))
    assert set(stage.pool.rooms) == {"ss_other"}


async def test_a_room_that_moves_is_made_anew_with_new_offers(stage: RelayStage) -> None:
    await stage.join(ANA)
    stage.pool.on_event(RoomMoved(ROOM))
    assert stage.observer.notes[1:] == [
        ("relay", "down"),
        ("speaking", frozenset()),
        NOTHING_SPOKEN,
        ("down", ANA),
    ]
    await stage.observer.wait_for(("relay", "up"))
    assert stage.pool.calls[-4:] == ["close", "open", "plan", "add"]
    assert stage.generations(ANA) == [1, 2]


async def test_counters_are_plain_values_without_slots_nothing_was_sent_in(stage: RelayStage) -> None:
    used, unused = (
        SlotStats(n, "video", "q", "q", packets, 0, 0.0, 0.0, 0, 0, 0, 0) for n, packets in ((1, 5), (2, 0))
    )
    peer = PeerStats(True, False, 1, 20.5, None, None, 1, 2, 3, 4, 0, 0, (), (used, unused))
    stage.pool.found = RoomStats({ANA: peer}, {"bad_rtp": 1})
    stats = await stage.relay.stats(ROOM)
    assert stats["drops"] == {"bad_rtp": 1}
    assert (stats["peers"][ANA]["rtt_ms"], [slot["slot"] for slot in stats["peers"][ANA]["slots"]]) == (
        20.5,
        [1],
    )
    stage.pool.kill()
    with pytest.raises(MediaRefused):
        await stage.relay.stats(ROOM)


async def test_a_room_that_was_moved_is_opened_again_with_its_plan_and_new_offers(stage: RelayStage) -> None:
    await stage.join(ANA)
    stage.relay.pool.drain(0)
    assert stage.observer.notes[-1] == ("down", ANA)
    await stage.observer.wait_for(("relay", "up"))
    assert stage.pool.rooms == {ROOM: RoomOptions(slots=15)}
    assert stage.pool.plans[ROOM].version == 1
    assert stage.generations(ANA) == [1, 2]


async def test_a_relay_counts_as_there_only_while_it_can_be_called(stage: RelayStage) -> None:
    assert stage.relay.has_worker
    stage.pool.kill()
    assert not stage.relay.has_worker


async def test_when_many_come_plans_pass_by_those_who_wait(idle: RelayStage) -> None:
    rooms = [RoomId(f"ss_{number}") for number in range(MADE_AT_ONCE + 2)]
    for room in rooms:
        await idle.relay.open_room(room, RoomPolicy(), idle.observer)
        await idle.relay.apply_plan(room, plan(1, ANA))
    idle.pool.hold = asyncio.Event()
    offered: list[MediaEvent] = []
    async with asyncio.TaskGroup() as tasks:
        for room in rooms:
            tasks.create_task(idle.relay.connect(room, ANA, 0, offered.append, keep=False))
        for _ in range(5):
            await asyncio.sleep(0)
        assert idle.pool.calls.count("add") == MADE_AT_ONCE
        tasks.create_task(idle.relay.apply_plan(rooms[-1], plan(2, ANA, audio=False)))
        await asyncio.sleep(0)
        assert idle.pool.calls[-1] == "plan"
        idle.pool.hold.set()
    assert len(offered) == len(rooms)
