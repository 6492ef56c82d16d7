import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable, Coroutine
from datetime import timedelta

import httpx
import pytest

from app.access.mail.pages import Pages
from app.access.safety.escalating import Escalations
from app.access.safety.on_call import Webhook
from app.access.safety.paging import Pager
from app.access.safety.webhooks import PAUSES, Webhooks, WebhookSender
from app.runtime.outbound import Outbound
from clinic.safety.escalation import Outcome
from rooms.model.events import HelpSignalled
from rooms.model.ids import PersonId as RoomPersonId
from tests.support.rooms.fakes import FakeClock
from tests.support.rooms.setups import START
from tests.support.schedule.help import ALONE, FakeRooms, HelpScene

SECRET = "a secret of the clinic's own system"
URL = "https://pager.clinic.example/attune"


class Receiver:
    """The clinic's paging system, which answers with these statuses, the last one for ever."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        if status == 0:
            raise httpx.ConnectError("away", request=request)
        return httpx.Response(status)


Receive = Receiver | Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]


class Play:
    def __init__(self, scene: HelpScene, receiver: Receive) -> None:
        self.scene, self.clock, self.rooms = scene, FakeClock(), FakeRooms(led=False)
        self.outbound = Outbound(allow_loopback=False, transport=httpx.MockTransport(receiver))
        self.webhooks = Webhooks(scene.store, self.clock, WebhookSender(self.outbound))
        pager = Pager(Pages("https://meet.example.org"), lambda: None, self.webhooks.wake)
        self.task = Escalations(scene.store, self.clock, self.rooms, pager)

    async def signal(self) -> None:
        await self.scene.choose(self.scene.on_call[0], webhook={"url": URL, "secret": SECRET})
        await self.scene.record(HelpSignalled(ALONE, RoomPersonId(self.scene.client)), START)
        await self.task.look()

    async def call(self) -> None:
        """Make the calls that are due, to their end."""
        async with asyncio.TaskGroup() as tasks:
            await self.webhooks.look(tasks)

    async def until(self, second: float) -> None:
        while self.clock.time < START + second:
            self.clock.time += 1
            await self.call()
            await self.task.look()


async def test_a_call_is_signed_over_time_and_body_and_holds_ids_alone(scene: HelpScene) -> None:
    receiver = Receiver(204)
    play = Play(scene, receiver)
    await play.signal()
    await play.call()
    (request,) = receiver.requests
    time, body = request.headers["attune-timestamp"], request.content
    expected = hmac.new(SECRET.encode(), time.encode() + b"." + body, hashlib.sha256).hexdigest()
    assert request.headers["attune-signature"] == f"v1={expected}"
    said = json.loads(body)
    assert set(said) == {"id", "kind", "clinic", "alert", "person", "at"}
    assert said["person"] == scene.on_call[0]
    assert scene.client not in body.decode()
    await play.task.look()
    assert play.rooms.told == [(ALONE, Outcome.SENT)]
    await play.outbound.close()


async def test_a_call_that_fails_is_repeated_with_growing_pauses_and_the_same_id(scene: HelpScene) -> None:
    receiver = Receiver(0, 500, 302, 204)
    play = Play(scene, receiver)
    await play.signal()
    await play.until(20)
    assert len({json.loads(request.content)["id"] for request in receiver.requests}) == 1
    assert len(receiver.requests) == 4
    assert (ALONE, Outcome.SENT) in play.rooms.told
    await play.outbound.close()


async def test_a_receiver_that_stays_away_is_given_up(scene: HelpScene) -> None:
    receiver = Receiver(0)
    play = Play(scene, receiver)
    await play.signal()
    await play.until(29)
    # One page so far; the mail is still queued, so nothing is known yet.
    assert play.rooms.told == []
    await play.until(200)
    first = [json.loads(request.content)["id"] for request in receiver.requests]
    assert first.count(first[0]) == len(PAUSES) + 1
    assert play.rooms.told == [(ALONE, Outcome.UNREACHED)]
    await play.outbound.close()


@pytest.mark.parametrize("url", ["http://pager.clinic.example/", "https://10.0.0.8/", "https://127.0.0.1/"])
async def test_private_addresses_are_never_called(scene: HelpScene, url: str) -> None:
    receiver = Receiver(204)
    outbound = Outbound(allow_loopback=False, transport=httpx.MockTransport(receiver))
    assert not await WebhookSender(outbound).send(Webhook(url, SECRET), b"{}", scene.clinic.now)
    assert receiver.requests == []
    await outbound.close()


def test_pauses_grow() -> None:
    assert list(PAUSES) == sorted(PAUSES)
    assert sum(PAUSES, timedelta()) < timedelta(minutes=2)


async def test_a_receiver_that_is_slow_keeps_no_other_page_waiting(scene: HelpScene) -> None:
    slow, called = asyncio.Event(), asyncio.Queue[str]()

    async def receive(request: httpx.Request) -> httpx.Response:
        called.put_nowait(json.loads(request.content)["id"])
        await slow.wait()
        return httpx.Response(204)

    play = Play(scene, receive)
    await play.signal()
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(play.webhooks.run())
        first = await called.get()
        play.clock.time += 31
        await play.task.look()
        play.webhooks.wake()
        # By then the first may be called again: its lease is over.
        while await called.get() == first:
            continue
        slow.set()
        running.cancel()
    await play.outbound.close()
