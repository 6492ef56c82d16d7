"""The relay client for one seat's media: ICE restarts, silence, layers and tiles."""

import asyncio

import pytest

from media.control import LayersWanted, PeerSilent, PicturesPaused
from signaling.ports import FormatsMissing, LayersChosen, MediaRefused, SlotsPaused
from tests.app.live.relay.stage import ANA, BEN, ROOM, RelayStage


async def test_a_restart_keeps_the_connection_and_its_generation(stage: RelayStage) -> None:
    await stage.join(ANA)
    await stage.relay.restart(ROOM, ANA, 1, fresh=False)
    offer = stage.offers[ANA][-1]
    assert (offer.generation, offer.sdp, offer.restart) == (1, "restart 1", True)
    assert stage.pool.restarts == [(ANA, 1)]
    await stage.relay.answer(ROOM, ANA, 1, "answer with new credentials")
    assert stage.pool.answers[-1] == (ANA, 1, "answer with new credentials")
    assert stage.observer.notes == [("up", ANA)], "nothing was cut"


async def test_a_connection_that_was_never_answered_is_not_restarted(stage: RelayStage) -> None:
    await stage.connect(ANA)
    await stage.relay.restart(ROOM, ANA, 1, fresh=False)
    assert stage.generations(ANA) == [1, 2]
    assert stage.pool.restarts == []


async def test_a_connection_that_the_relay_has_no_more_is_made_anew(stage: RelayStage) -> None:
    await stage.join(ANA)
    stage.pool.peers[ANA] = 99
    await stage.relay.restart(ROOM, ANA, 1, fresh=False)
    assert stage.generations(ANA) == [1, 2]
    await stage.relay.restart(ROOM, ANA, 1, fresh=False)
    assert stage.generations(ANA) == [1, 2], "a newer offer exists"


async def test_a_restart_that_finds_no_worker_is_unavailable(stage: RelayStage) -> None:
    await stage.join(ANA)
    stage.pool.kill()
    with pytest.raises(MediaRefused) as refused:
        await stage.relay.restart(ROOM, ANA, 1, fresh=False)
    assert refused.value.code == "media.unavailable"
    stage.pool.revive()
    await stage.observer.wait_for(("relay", "up"))
    assert stage.generations(ANA) == [1, 2]


async def test_a_silent_connection_is_down_but_kept_until_it_comes_back(stage: RelayStage) -> None:
    await stage.join(ANA)
    stage.pool.on_event(PeerSilent(ROOM, ANA, 1))
    assert stage.observer.notes == [("up", ANA), ("down", ANA)]
    await stage.connect(ANA, keep=True)
    await stage.relay.restart(ROOM, ANA, 1, fresh=False)
    stage.pool.up(ANA)
    assert stage.observer.notes[-1] == ("up", ANA)
    assert stage.generations(ANA) == [1, 1]


async def test_wanted_layers_reach_the_page_and_again_after_a_resume(stage: RelayStage) -> None:
    await stage.join(ANA)
    stage.pool.on_event(LayersWanted(ROOM, ANA, 1, ("q", "h")))
    stage.pool.on_event(LayersWanted(ROOM, ANA, 9, ("f",)))
    assert stage.layers(ANA) == [LayersChosen(1, ("q", "h"))]
    await stage.connect(ANA, keep=True)
    assert stage.layers(ANA) == [LayersChosen(1, ("q", "h"))] * 2
    await stage.relay.restart(ROOM, ANA, 1, fresh=True)
    assert len(stage.layers(ANA)) == 2, "a new connection sends all until it is told"


async def test_paused_pictures_reach_the_page_and_again_after_a_resume(stage: RelayStage) -> None:
    await stage.join(ANA)
    stage.pool.on_event(PicturesPaused(ROOM, ANA, 1, (2, 3)))
    stage.pool.on_event(PicturesPaused(ROOM, ANA, 9, (4,)))
    assert stage.paused(ANA) == [SlotsPaused(1, (2, 3))]
    await stage.connect(ANA, keep=True)
    assert stage.paused(ANA) == [SlotsPaused(1, (2, 3))] * 2
    stage.pool.on_event(PicturesPaused(ROOM, ANA, 1, ()))
    assert stage.paused(ANA)[-1] == SlotsPaused(1, ())
    await stage.relay.restart(ROOM, ANA, 1, fresh=True)
    assert len(stage.paused(ANA)) == 3, "of a new connection nothing is paused until it is told"


async def test_what_an_answer_has_no_format_for_is_told_to_its_page(stage: RelayStage) -> None:
    await stage.connect(ANA)
    await stage.relay.answer(ROOM, ANA, 1, "sound alone")
    assert stage.news[ANA][-1] == FormatsMissing(1, ("see",))
    await stage.relay.restart(ROOM, ANA, 1, fresh=True)
    await stage.relay.answer(ROOM, ANA, 2, "good")
    assert not isinstance(stage.news[ANA][-1], FormatsMissing)


async def test_layers_that_are_ahead_of_their_connection_are_told_with_it(stage: RelayStage) -> None:
    stage.pool.hold = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(stage.connect(ANA))
        await stage.pool.held.wait()
        stage.pool.on_event(LayersWanted(ROOM, ANA, 1, ("q",)))
        assert stage.news[ANA] == []
        stage.pool.hold.set()
    assert stage.layers(ANA) == [LayersChosen(1, ("q",))]


async def test_tiles_are_remembered_over_a_new_connection_and_a_mend(stage: RelayStage) -> None:
    await stage.join(ANA)
    await stage.relay.set_tiles(ROOM, ANA, {1: 540, 20: 90})
    assert stage.pool.tiles == [(ANA, 1, {1: 540})], "a room of 15 has no slot 20"
    await stage.relay.restart(ROOM, ANA, 1, fresh=True)
    assert stage.pool.tiles[1:] == [(ANA, 2, {1: 540})]
    stage.pool.kill()
    stage.pool.revive()
    await stage.observer.wait_for(("relay", "up"))
    assert stage.pool.tiles[2:] == [(ANA, 1, {1: 540})]


async def test_a_page_that_comes_anew_has_said_nothing_of_its_tiles(stage: RelayStage) -> None:
    await stage.join(ANA)
    await stage.relay.set_tiles(ROOM, ANA, {})
    await stage.connect(ANA)
    assert stage.pool.tiles == [(ANA, 1, {})]


async def test_tiles_that_the_relay_does_not_take_cost_no_room(stage: RelayStage) -> None:
    await stage.join(ANA)
    stage.pool.refusal = "relay.busy"
    await stage.relay.set_tiles(ROOM, ANA, {1: 540})
    assert stage.observer.notes == [("up", ANA)]
    with pytest.raises(MediaRefused):
        await stage.relay.set_tiles(ROOM, BEN, {})
