"""Acceptance scenarios of couples in real pages: Speaker-Listener (11), a time-out (13), a private note (15)."""

import re
from typing import Any

import pytest

from tests.e2e.hearing import reaches_nobody
from tests.e2e.scene import ONE_CAMERA, TWO_CAMERAS, Scene, open_scene, person_named
from tests.e2e.wishes import act, done, done_by, start
from tests.support.browsers.chromium import Browsers, Participant
from tests.support.service.service import Service
from tests.support.service.wire_client import WireClient

pytestmark = [
    pytest.mark.browser,
    pytest.mark.alone,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(240),
]

STAFF, COUPLE = "Dr. Okafor", "Elena & Finn"
_CALLED = "It’s for calming down, not for walking out"


async def test_the_speaker_is_heard_and_said_back_until_it_is_right(
    own_service: Service, browsers: Browsers
) -> None:
    async with open_scene(own_service, TWO_CAMERAS, browsers) as scene:
        staff = await scene.client(STAFF)
        grace, hugo = await scene.page("Grace"), await scene.page("Hugo")
        await scene.admit(STAFF)
        speaks, listens = await grace.seat(), await hugo.seat()
        await _begin_listening(scene, staff, [grace, hugo])
        await hugo.hears({speaks})
        await reaches_nobody(grace, {listens})
        for misses in (1, 2):
            await grace.press("I said my point")
            await _at(scene, "paraphrase")
            await grace.hears({listens})
            await hugo.press("I said it back")
            await _at(scene, "speaker_check")
            # Only "yes" leads to the handover.
            assert (await act(staff, "give_floor"))["type"] == "error"
            assert await grace.page.get_by_role("button", name="Hand over the floor").count() == 0
            await grace.press("Not quite")
            await _at(scene, "speaker_chunk")
            await staff.until_view(
                lambda view, told=misses == 2: (
                    ("not_quite" in view["leading"]["run"]["coach_prompt"]) == told
                ),
                f"the coach after {misses}",
            )
        assert "coach_prompt" not in str(await grace.view())
        await _say_it_back(scene, staff, grace)
        await grace.press("Hand over the floor")
        await _at(scene, "speaker_chunk")
        await staff.until_view(
            lambda view: view["run"]["roles"]["speaker"] == [person_named(view, "Hugo")], "Hugo speaks"
        )
        await grace.hears({listens})
        await reaches_nobody(hugo, {speaks})


@pytest.mark.slow
async def test_the_two_close_when_both_had_the_floor_as_often(
    own_service: Service, browsers: Browsers
) -> None:
    async with open_scene(own_service, TWO_CAMERAS, browsers) as scene:
        staff = await scene.client(STAFF)
        grace, hugo = await scene.page("Grace"), await scene.page("Hugo")
        await scene.admit(STAFF)
        await _begin_listening(scene, staff, [grace, hugo])
        await _floors(scene, staff, (grace, grace, grace, hugo))
        assert _floor_counts(staff) == [3, 1]
        assert (await act(staff, "close"))["code"] == "protocol.floors_unequal"
        assert staff.view["run"]["step"] == "handover"
        await done_by(staff, "protocol.abort")
        await scene.all_see(lambda view: "run" not in view, "it was stopped")
        await _begin_listening(scene, staff, [grace, hugo])
        await _floors(scene, staff, (grace, grace, hugo, hugo))
        assert _floor_counts(staff) == [2, 2]
        await done(staff, "close")
        await _at(scene, "close")


async def _begin_listening(scene: Scene, staff: WireClient, pair: list[Participant]) -> None:
    people = [person_named(staff.view, page.name) for page in pair]
    await start(staff, "speaker_listener", {"people": people})
    for step, button in (("topic", "We have our topic"), ("rules", "I agree to the rules")):
        await _at(scene, step)
        for page in pair:
            await page.press(button)
    await _at(scene, "speaker_chunk")


async def _say_it_back(scene: Scene, staff: WireClient, speaker: Participant) -> None:
    """Repeat it once more, with the coach's help, until the floor can be handed over."""
    await done(staff, "said")
    await _at(scene, "paraphrase")
    await done(staff, "said_back")
    await _at(scene, "speaker_check")
    await speaker.press("Yes, that’s it")
    await _at(scene, "offer_validation")
    await done(staff, "validated")
    await _at(scene, "handover")


async def _floors(scene: Scene, staff: WireClient, speakers: tuple[Participant, ...]) -> None:
    """Give each in turn the floor; returns at the last one's handover."""
    for number, speaker in enumerate(speakers):
        if number:
            before = speakers[number - 1]
            await before.press("Keep the floor" if before is speaker else "Hand over the floor")
        await _at(scene, "speaker_chunk")
        await _say_it_back(scene, staff, speaker)


def _floor_counts(staff: WireClient) -> list[int]:
    floors: dict[str, int] = staff.view["run"]["facts"]["floors"]
    return [floors[person_named(staff.view, name)] for name in ("Grace", "Hugo")]


async def _at(scene: Scene, step: str) -> None:
    await scene.all_see(lambda view: view.get("run", {}).get("step") == step, f"at {step}")


@pytest.mark.slow
async def test_in_a_time_out_nobody_is_heard_and_no_number_is_anybody_elses(
    hurried_service: Service, browsers: Browsers
) -> None:
    async with open_scene(hurried_service, TWO_CAMERAS, browsers) as scene:
        staff = await scene.client(STAFF)
        grace, hugo = await scene.page("Grace"), await scene.page("Hugo")
        await scene.admit(STAFF)
        seats = await grace.seat(), await hugo.seat()
        await grace.hears({seats[1]})
        await hugo.hears({seats[0]})
        # No approval needed: his own key, and his own confirmation.
        await hugo.page.keyboard.press("t")
        await hugo.press("Yes, start it")
        await _at(scene, "called")
        for page in (grace, hugo):
            await page.wait_text(_CALLED)
        await reaches_nobody(grace, {seats[1]})
        await reaches_nobody(hugo, {seats[0]})
        views = [await page.wait_view(bool, "a view") for page in (grace, hugo)]
        assert views[0]["run"] == views[1]["run"]
        assert views[0]["run"]["facts"]["back_at"] >= views[0]["run"]["since"] + 20 * 60
        for page in (grace, hugo):
            await page.press("I’ve read it")
        await _at(scene, "cool_down")
        await _cool_down(hurried_service, scene, staff)
        await _rate(grace, 7)
        await _rate(hugo, 3)
        await _restart_is_blocked(staff, {"Grace": 7, "Hugo": 3})
        await _knows_only(grace, 7, 3)
        await _knows_only(hugo, 3, 7)
        await done(staff, "extend")
        await _at(scene, "cool_down")
        await reaches_nobody(grace, {seats[1]})


@pytest.mark.slow
async def test_partners_on_one_camera_rate_on_their_own_phones(
    hurried_service: Service, browsers: Browsers
) -> None:
    async with open_scene(hurried_service, ONE_CAMERA, browsers) as scene:
        staff = await scene.client(STAFF)
        couple = await scene.page(COUPLE)
        elena, finn = await scene.page("Elena's phone"), await scene.page("Finn's phone")
        await scene.admit(STAFF)
        await finn.press("Time-out")
        await finn.press("Yes, start it")
        await _at(scene, "called")
        for page in (couple, elena, finn):
            await page.wait_text(_CALLED)
        for page in (elena, finn):
            await page.press("I’ve read it")
        await _at(scene, "cool_down")
        await _cool_down(hurried_service, scene, staff)
        await _rate(elena, 7)
        await _rate(finn, 3)
        await _restart_is_blocked(staff, {"Elena": 7, "Finn": 3})
        await _knows_only(elena, 7, 3)
        await _knows_only(finn, 3, 7)
        view = await couple.wait_view(bool, "a view")
        assert "rating" not in str(view)
        assert all("rate" not in run["acts"] for run in view["you"]["run"].values())
        assert await couple.page.get_by_role("radio").count() == 0
        assert "Your number" not in await _words_on(couple)


async def _cool_down(service: Service, scene: Scene, staff: WireClient) -> None:
    """Let the minutes of the pause pass."""
    person = staff.view["you"]["people"][0]
    for _ in range(5):
        service.hurry()
        # The room checks its clock when something happens in it.
        await done_by(staff, "floor.come_back", person=person, on=True)
        await done_by(staff, "floor.come_back", person=person, on=False)
    await _at(scene, "ready_check")


async def _rate(page: Participant, number: int) -> None:
    await page.page.locator(".scale-step").filter(has_text=re.compile(f"^{number}$")).click()
    await page.press("My number")
    await page.wait_text(f"Your number is {number}")


async def _restart_is_blocked(staff: WireClient, ratings: dict[str, int]) -> None:
    expected = {person_named(staff.view, name): number for name, number in ratings.items()}
    await staff.until_view(lambda view: view["leading"]["run"]["ratings"] == expected, "both numbers")
    assert staff.view["leading"]["run"]["may_restart"] is False
    assert (await act(staff, "restart"))["code"] == "protocol.not_ready"
    offered = staff.view["you"]["run"][staff.view["you"]["people"][0]]["acts"]
    assert {"extend", "stop_today"} <= set(offered)


async def _knows_only(page: Participant, own: int, other: int) -> None:
    view = await page.wait_view(bool, "a view")
    facts = [run["facts"] for run in view["you"]["run"].values()]
    assert facts == [{"rating": own}]
    assert "ratings" not in str(view)
    text = await _words_on(page)
    assert f"Your number is {own}" in text
    assert f"Your number is {other}" not in text


async def _words_on(page: Participant) -> str:
    text: str = await page.page.evaluate("() => document.documentElement.textContent")
    return text


async def test_a_private_note_reaches_the_phone_and_never_the_shared_screen(
    own_service: Service, browsers: Browsers
) -> None:
    async with open_scene(own_service, ONE_CAMERA, browsers) as scene:
        staff = await scene.client(STAFF)
        couple, phone = await scene.page(COUPLE), await scene.page("Elena's phone")
        other_phone = await scene.client("Finn's phone")
        await scene.admit(STAFF)
        elena = person_named(staff.view, "Elena")
        note = "Would you like to begin today?"
        await _send(staff, elena, note)
        await phone.page.locator("summary", has_text="Messages").click()
        await phone.wait_text(note)
        # This prompt goes to both after the note, so the note would have been visible by now.
        await done_by(staff, "prompt.send", prompt="general.what_is_said")
        await couple.wait_text("Please keep what others share private.")
        html: str = await couple.page.content()
        assert note not in html
        assert note not in str(await couple.view())
        assert "new" not in await _words_on_messages(couple)
        assert note not in str(other_phone.view)
        assert not [event for event in other_phone.events if "message" in event["kind"]]


async def _send(staff: WireClient, to: str, text: str) -> None:
    fields: dict[str, Any] = {"person": staff.view["you"]["people"][0], "to": to, "text": text}
    await done_by(staff, "message.send", **fields)


async def _words_on_messages(page: Participant) -> str:
    return " ".join(await page.page.locator(".chat-open").all_inner_texts())
