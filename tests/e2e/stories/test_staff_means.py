"""What staff can do unnoticed, at the socket and in browsers: scenario 16, a device check, a line to who waits."""

import json
from typing import Any

import pytest

from tests.e2e.scene import GROUP, TWO_CAMERAS, open_scene, person_named
from tests.support.browsers.axe import barriers
from tests.support.browsers.chromium import Browsers
from tests.support.service.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(150)]

STAFF, COUPLE, PHONE = "Dr. Rivera", "Elena & Finn", "Elena's phone"


async def test_scenario_16_sound_problem_on_the_own_phone_is_seen_by_staff_alone(
    service: Service, browsers: Browsers
) -> None:
    async with open_scene(service, GROUP, browsers) as scene:
        staff, couple, ana = [await scene.client(name) for name in (STAFF, COUPLE, "Ana")]
        await scene.admit(STAFF)
        phone = await scene.page(PHONE)
        seat = str((await phone.wait_view(bool, "a view"))["you"]["seat"])
        before = [json.dumps(client.view, sort_keys=True) for client in (couple, ana)]
        await phone.press("Sound problem")
        await staff.until_view(lambda view: seat in view.get("help", {}), "those who lead see it")
        assert staff.view["help"][seat]["person"] == person_named(staff.view, "Elena")
        assert "help" not in (await phone.wait_view(bool, "its view"))
        text = (await phone.page.inner_text("main")).casefold()
        assert not {"help signal", "safe", "staff"} & set(text.split()), "what the phone answers is neutral"
        # A later change reaches all of them, so nothing of the signal was on its way to anybody else.
        assert (await staff.ask("chat.open", open=True))["type"] == "ok"
        assert (await staff.ask("chat.open", open=False))["type"] == "ok"
        await ana.until_view(lambda view: view["chat"]["open"] is False, "the chat is closed again")
        assert [json.dumps(client.view, sort_keys=True) for client in (couple, ana)] == before
        for request in ("help.acknowledge", "help.close"):
            assert (await staff.ask(request, seat=seat))["type"] == "ok"


async def test_in_a_device_check_both_partners_are_told_at_the_same_moments_and_see_one_page_each(
    hurried_service: Service,
) -> None:
    async with open_scene(hurried_service, TWO_CAMERAS) as scene:
        staff, grace, hugo = [await scene.client(name) for name in ("Dr. Okafor", "Grace", "Hugo")]
        await scene.admit("Dr. Okafor")
        first = person_named(staff.view, "Grace")
        seen: list[tuple[Any, Any]] = []

        async def go(request: str, talks: str | None, waits: str | None, **fields: Any) -> None:
            told = (grace.seq, hugo.seq)
            answer = await staff.ask(request, **fields)
            assert answer["type"] == "ok", answer
            for client, page in ((grace, talks), (hugo, waits)):
                await client.until_view(
                    lambda view, page=page: view["you"].get("device_check") == page, str(page)
                )
            assert (grace.seq - told[0], hugo.seq - told[1]) == (1, 1), "one message each, no more to either"
            seen.append((grace.view, hugo.view))

        await go("device_check.start", "talk", "wait", first=first)
        hurried_service.hurry()
        await go("device_check.next", "wait", "talk")
        await go("device_check.end", None, None)
        (talks, waits), (waits_too, talks_too), _ = seen
        assert talks.keys() == talks_too.keys()
        assert waits.keys() == waits_too.keys()
        assert [len(view["seats"]) for view in (talks, talks_too, waits, waits_too)] == [2, 2, 1, 1]
        assert staff.view["room"]["state"] == "live", "the only therapist was never gone"


async def test_whoever_waits_reads_one_line_and_answers_with_one_tap(
    own_service: Service, browsers: Browsers
) -> None:
    async with open_scene(own_service, GROUP, browsers) as scene:
        staff, ana = await scene.client(STAFF), await scene.page("Ana")
        ben = await scene.client("Ben")
        person = person_named(staff.view, "Ana")
        before = json.dumps(ben.view, sort_keys=True)
        sent = {"person": staff.view["you"]["people"][0], "to": person, "text": "You are next", "both": False}
        assert (await staff.ask("message.send", **sent))["type"] == "ok"
        await ana.page.get_by_text("You are next").wait_for()
        assert await barriers(ana.page) == []
        await ana.press("One moment, please")
        await staff.until_view(
            lambda view: "moment" in [one.get("reply") for one in view["chat"]["messages"].values()],
            "the answer",
        )
        assert json.dumps(ben.view, sort_keys=True) == before, "nobody else who waits is told"
