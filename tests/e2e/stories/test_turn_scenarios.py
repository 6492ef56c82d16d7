"""Acceptance scenarios of turns in real pages: two hands at once (2), a partner's hand (9), no therapist (20)."""

import asyncio
import time
from typing import Any

import pytest

from tests.e2e.hearing import goes_on, reaches_nobody
from tests.e2e.scene import GROUP, Scene, holder_of, open_scene, person_named
from tests.e2e.wishes import done_by, start
from tests.support.browsers.chromium import Browsers, Participant
from tests.support.service.service import Service
from tests.support.service.waiting import until
from tests.support.service.wire_client import WireClient

pytestmark = [
    pytest.mark.browser,
    pytest.mark.alone,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(240),
]

STAFF, COUPLE = "Dr. Rivera", "Elena & Finn"

_PRESS_AT = """([key, at]) => new Promise((pressed) => setTimeout(() => {
  const seq = window.attune.view().floor.seq;
  document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, composed: true }));
  pressed(seq);
}, at - Date.now()))"""
_TRIES = 5


async def test_of_two_hands_at_once_one_has_the_floor_and_the_other_is_next(
    own_service: Service, browsers: Browsers
) -> None:
    async with open_scene(own_service, GROUP, browsers) as scene:
        staff = await scene.client(STAFF)
        await staff.floor("set_mode", mode="queue", mic_policy="hard", grants="when_free")
        await scene.client("Dev")
        pages = [await scene.page(name) for name in ("Ana", "Ben")]
        chloe = await scene.page("Chloe")
        await scene.admit(STAFF)
        await _press_together(scene, pages)
        await scene.all_see(lambda view: view["floor"]["queue"] and holder_of(view), "one holds, one waits")
        floor = staff.view["floor"]
        ids = {person_named(staff.view, page.name): page for page in pages}
        assert {floor["holder"]["person"], *floor["queue"]} == ids.keys()
        holder, other = ids[floor["holder"]["person"]], ids[floor["queue"][0]]
        await scene.all_see(
            lambda view: _agreed(view["floor"]) == _agreed(staff.view["floor"]), "the same holder and seq"
        )
        await chloe.hears({await holder.seat()})
        await reaches_nobody(chloe, {await other.seat()}, {await holder.seat()})
        await holder.page.keyboard.press("r")
        await scene.all_see(
            lambda view: holder_of(view) == other.name and not view["floor"]["queue"], "the other follows"
        )
        await chloe.hears({await other.seat()})
        await reaches_nobody(chloe, {await holder.seat()}, {await other.seat()})


async def _press_together(scene: Scene, pages: list[Participant]) -> None:
    """Press H at both pages before either has seen the other's hand; repeat if the machine was too slow."""
    for _ in range(_TRIES):
        free = scene.clients[STAFF].view["floor"]["seq"]
        await scene.all_see(
            lambda view, free=free: view["floor"]["seq"] == free, "everybody sees the free floor"
        )
        at = 1000 * (time.time() + 0.5)
        seqs = await asyncio.gather(*(page.page.evaluate(_PRESS_AT, ["h", at]) for page in pages))
        if seqs == [free, free]:
            return
        for page in pages:
            view = await page.wait_view(lambda view: holder_of(view), "a hand was taken")
            await page.page.keyboard.press("r" if holder_of(view) == page.name else "h")
        await scene.all_see(lambda view: not holder_of(view) and not view["floor"]["queue"], "free again")
    raise AssertionError("the two hands were never up at once")


def _agreed(floor: dict[str, Any]) -> tuple[Any, ...]:
    return floor["seq"], floor["holder"]["person"], floor["queue"]


@pytest.mark.slow
async def test_a_partners_turn_on_a_shared_seat_is_the_partners(
    own_service: Service, browsers: Browsers
) -> None:
    async with open_scene(own_service, GROUP, browsers) as scene:
        staff = await scene.client(STAFF)
        await staff.floor("set_mode", mode="queue", mic_policy="hard", grants="by_facilitator")
        couple, ana = await scene.page(COUPLE), await scene.page("Ana")
        await scene.admit(STAFF)
        elena, finn = (person_named(staff.view, name) for name in ("Elena", "Finn"))
        await couple.page.keyboard.press("2")
        await scene.all_see(lambda view: view["floor"]["queue"] == [finn], "the hand is Finn's")
        await ana.wait_text("Finn")
        assert staff.view["people"][finn]["seat"] == staff.view["people"][elena]["seat"]
        await staff.floor("grant", person=finn)
        for page in (couple, ana):
            await page.wait_text("Finn speaking · Elena listening")
        await goes_on(ana, {await couple.seat()})
        # Speech is counted once it has ended.
        await couple.page.keyboard.press("r")
        await scene.all_see(lambda view: holder_of(view) is None, "the turn is over")
        for page in (couple, ana):
            await page.page.get_by_text("Finn speaking").wait_for(state="detached")
        await until(lambda: _is_counted(staff, finn), "Finn's speech is counted")
        shares = staff.view["airtime"]["people"]
        assert shares[finn]["separated"]
        assert shares[elena]["separated"]
        assert shares[elena]["seconds"] == 0
        assert "airtime" not in (await couple.view() or {})


async def _is_counted(staff: WireClient, person: str) -> bool:
    """Return whether talk time includes the person; shares are recomputed on events, so this causes one."""
    for on in (True, False):
        await done_by(staff, "floor.come_back", person=person, on=on)
    counted: float = staff.view["airtime"]["people"].get(person, {}).get("seconds", 0)
    return counted >= 1


@pytest.mark.slow
async def test_without_a_therapist_nobody_is_heard_until_one_is_back_and_the_round_goes_on(
    own_service: Service, browsers: Browsers
) -> None:
    async with open_scene(own_service, GROUP, browsers) as scene:
        staff = await scene.client(STAFF)
        ana, ben = await scene.page("Ana"), await scene.page("Ben")
        await scene.admit(STAFF)
        await start(staff, "go_round", {"limit_s": 300, "think_s": 0})
        await staff.until_view(
            lambda view: view["floor"].get("holder", {}).get("phase") == "speaking", "a turn"
        )
        holder = holder_of(staff.view)
        speaker, listener = (ana, ben) if holder == "Ana" else (ben, ana)
        assert holder == speaker.name
        # The therapist's page takes the seat over from the client that started the round, then disconnects at once.
        therapist = await scene.page(STAFF)
        del scene.clients[STAFF]
        await listener.hears({await speaker.seat()})
        await speaker.hears({await listener.seat()})
        await therapist.page.close()
        del scene.pages[STAFF]
        await scene.all_see(lambda view: view["room"].get("unled_since"), "the loss is seen at once")
        await scene.all_see(lambda view: view["room"]["state"] == "held", "held")
        for page, other in ((speaker, listener), (listener, speaker)):
            await page.wait_text("Your therapist is not here right now")
            await reaches_nobody(page, {await other.seat()})
        paused = await speaker.wait_view(lambda view: "left_s" in view["you"]["turn"], "the clock stands")
        left_s = paused["you"]["turn"]["left_s"]
        run = paused["run"]["number"]
        away = time.time()
        again = await scene.page(STAFF)
        await again.wait_view(lambda view: view["room"]["state"] == "live", "live again")
        await scene.all_see(lambda view: holder_of(view) == holder, "the same holder")
        back = await speaker.wait_view(lambda view: "ends_at" in view["you"]["turn"], "the clock runs")
        assert back["run"]["number"] == run
        # The remaining time starts at some moment after the return: nothing was lost, nothing was added.
        assert away - 1 <= back["you"]["turn"]["ends_at"] - left_s <= time.time() + 1
        await listener.hears({await speaker.seat()})
        await speaker.hears({await listener.seat()})
