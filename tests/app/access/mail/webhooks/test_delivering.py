import asyncio
import base64
import hashlib
import hmac
from dataclasses import replace
from datetime import timedelta

import pytest

from app.access.mail.webhooks.delivering import PLACES
from clinic.identity.roles import StaffRole
from clinic.identity.webhooks import (
    BOTH_SECRETS_FOR,
    PAUSES,
    SETTLING,
    DeliveryState,
    EventKind,
    OffWhy,
    WebhookState,
)
from rooms.model.events import Recorded, RoomEnded
from tests.support.mail.webhooks import SYSTEM, WebhookPlay, add_webhook
from tests.support.rooms.setups import START, THERAPIST, build_setup
from tests.support.service.clinics import open_clinic


async def test_a_session_that_ends_is_told_once_and_its_attendance_when_it_has_settled(
    play: WebhookPlay,
) -> None:
    await add_webhook(play.clinic, "ehr")
    setup = build_setup()
    async with play.clinic.store.database.write() as unit:
        await unit.sessions.add(play.clinic.id, setup, play.now, play.now + timedelta(hours=3))
    ends = [Recorded(position, START + position, RoomEnded(THERAPIST)) for position in (1, 2)]
    await play.clinic.store.database.append([(setup.id, ends)])
    play.wait(timedelta(seconds=2))
    await play.look()
    data = {"clinic": "cl_here", "session": setup.id}
    (ended,) = play.receivers.to("ehr")
    assert (ended["type"], ended["data"]) == ("session.ended", data)
    play.wait(SETTLING)
    await play.look()
    _, ready = play.receivers.to("ehr")
    assert (ready["type"], ready["data"]) == ("attendance.ready", data)


async def test_what_is_rolled_back_is_told_nobody(play: WebhookPlay) -> None:
    await add_webhook(play.clinic, "ehr")

    async def fail() -> None:
        async with play.clinic.store.write(play.clinic.id, SYSTEM, play.now) as unit:
            await unit.events.add(EventKind.CONSENT_GIVEN, consent="gr_1", person="pt_1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    await play.look()
    assert play.receivers.requests == []


async def test_each_system_gets_the_kinds_that_it_wants_from_its_beginning_on(play: WebhookPlay) -> None:
    await play.happens(EventKind.CONSENT_GIVEN, consent="gr_0")
    play.wait(timedelta(seconds=1))
    later = replace(play.clinic, now=play.now)
    await add_webhook(later, "ehr", EventKind.CONSENT_GIVEN)
    await add_webhook(later, "billing", EventKind.ATTENDANCE_CORRECTED)
    await play.happens(EventKind.CONSENT_GIVEN, consent="gr_1")
    await play.happens(EventKind.ATTENDANCE_CORRECTED, session="ss_1")
    await play.look()
    assert [one["data"]["consent"] for one in play.receivers.to("ehr")] == ["gr_1"]
    assert [one["type"] for one in play.receivers.to("billing")] == ["attendance.corrected"]


async def test_another_clinics_systems_hear_nothing(play: WebhookPlay) -> None:
    there = await open_clinic(play.clinic.store, "there", play.clinic.now)
    await add_webhook(there, "there")
    await play.happens(EventKind.CONSENT_GIVEN, consent="gr_1")
    await play.look()
    assert play.receivers.requests == []


async def test_a_delivery_is_signed_with_both_secrets_while_one_is_renewed(play: WebhookPlay) -> None:
    made = await add_webhook(
        play.clinic, "ehr", former="whsec_Zm9ybWVy", former_until=play.now + BOTH_SECRETS_FOR
    )
    for _ in range(2):
        await play.happens(EventKind.CONSENT_GIVEN, consent="gr_1")
        await play.look()
        play.wait(BOTH_SECRETS_FOR)
    both, one = play.receivers.requests

    def expected(secret: str) -> str:
        signed = f"{both.headers['webhook-id']}.{both.headers['webhook-timestamp']}.".encode() + both.content
        key = base64.b64decode(secret.removeprefix("whsec_"))
        return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()

    assert made.former is not None
    assert both.headers["webhook-signature"].split() == [expected(made.secret), expected(made.former)]
    assert len(one.headers["webhook-signature"].split()) == 1


async def test_what_fails_comes_again_with_the_same_id_and_body_and_a_new_time(play: WebhookPlay) -> None:
    await add_webhook(play.clinic, "ehr")
    play.receivers.answers["ehr"] = 503
    await play.happens(EventKind.CONSENT_GIVEN, consent="gr_1")
    await play.look()
    (waiting,) = await play.deliveries("wh_ehr")
    assert (waiting.state, waiting.attempts, waiting.status) == (DeliveryState.DUE, 1, 503)
    play.receivers.answers["ehr"] = 200
    play.wait(PAUSES["hiccup"])
    await play.look()
    first, second = play.receivers.requests
    assert (first.content, first.headers["webhook-id"]) == (second.content, second.headers["webhook-id"])
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    (done,) = await play.deliveries("wh_ehr")
    assert (done.state, done.attempts, done.answer) == (DeliveryState.DONE, 2, "taken")
    assert (await play.webhook("wh_ehr")).failing_since is None


@pytest.mark.parametrize("status", [0, 302])
async def test_who_stays_away_for_a_day_is_told_no_more_and_the_administrators_are_told(
    play: WebhookPlay, status: int
) -> None:
    owner = await play.clinic.staff("Olga Owner", StaffRole.OWNER)
    admin = await play.clinic.staff("Adam Admin", StaffRole.ADMIN, StaffRole.CLINICIAN)
    await play.clinic.staff("Cleo Clinician", StaffRole.CLINICIAN)
    await add_webhook(play.clinic, "ehr")
    play.receivers.answers["ehr"] = status
    await play.happens(EventKind.CONSENT_GIVEN, consent="gr_1")
    for pause in PAUSES.values():
        await play.look()
        play.wait(pause)
    await play.happens(EventKind.CONSENT_GIVEN, consent="gr_2")
    await play.look()
    off = await play.webhook("wh_ehr")
    assert (off.state, off.off_why) == (WebhookState.OFF, OffWhy.SILENT)
    assert sorted(play.told_off) == sorted([owner, admin])
    first = [one for one in play.receivers.requests if b"gr_1" in one.content]
    assert len(first) == len(PAUSES) + 1
    states = {one.state for one in await play.deliveries("wh_ehr")}
    assert states == {DeliveryState.FAILED, DeliveryState.HELD}
    sent = len(play.receivers.requests)
    await play.happens(EventKind.CONSENT_GIVEN, consent="gr_3")
    play.wait(timedelta(days=1))
    await play.look()
    assert len(play.receivers.requests) == sent


async def test_who_says_that_it_wants_no_more_is_told_no_more_at_once(play: WebhookPlay) -> None:
    await add_webhook(play.clinic, "ehr")
    play.receivers.answers["ehr"] = 410
    await play.happens(EventKind.CONSENT_GIVEN, consent="gr_1")
    await play.look()
    assert (await play.webhook("wh_ehr")).off_why is OffWhy.GONE


async def test_a_system_that_does_not_answer_keeps_no_other_waiting(play: WebhookPlay) -> None:
    slow = [f"slow{number}" for number in range(PLACES[True] + PLACES[False])]
    for name in slow:
        await add_webhook(play.clinic, name, failing_since=play.now)
        play.receivers.answers[name] = "never"
    await add_webhook(play.clinic, "ehr")
    await play.happens(EventKind.CONSENT_GIVEN, consent="gr_1")
    heard = await _begin(play, PLACES[True] + 1)
    assert "ehr" in heard
    assert len(play.receivers.requests) == len(heard)


async def _begin(play: WebhookPlay, calls: int) -> list[str]:
    """Let the task look three times; once so many calls are made, end its process. Returns who was called."""
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(_look(play, 3))
        heard = [await play.receivers.heard.get() for _ in range(calls)]
        await asyncio.sleep(0)
        running.cancel()
    return heard


async def _look(play: WebhookPlay, times: int) -> None:
    async with asyncio.TaskGroup() as tasks:
        for _ in range(times):
            await play.task.look(tasks)


async def test_one_thing_at_a_time_goes_to_a_system(play: WebhookPlay) -> None:
    await add_webhook(play.clinic, "ehr")
    play.receivers.answers["ehr"] = "never"
    for number in range(3):
        await play.happens(EventKind.CONSENT_GIVEN, consent=f"gr_{number}")
    await _begin(play, 1)
    assert len(play.receivers.requests) == 1


async def test_what_a_dead_process_had_begun_is_sent_by_another_when_its_lease_is_over(
    play: WebhookPlay,
) -> None:
    await add_webhook(play.clinic, "ehr")
    play.receivers.answers["ehr"] = "never"
    await play.happens(EventKind.CONSENT_GIVEN, consent="gr_1")
    await _begin(play, 1)
    again = WebhookPlay(play.clinic)
    await again.look()
    assert again.receivers.requests == []
    again.wait(timedelta(minutes=1))
    await again.look()
    assert len(again.receivers.requests) == 1
    await again.close()


async def test_the_task_sends_what_happens_while_it_runs(play: WebhookPlay) -> None:
    await add_webhook(play.clinic, "ehr")
    await play.happens(EventKind.CONSENT_GIVEN, consent="gr_1")
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(play.task.run())
        assert await play.receivers.heard.get() == "ehr"
        running.cancel()
