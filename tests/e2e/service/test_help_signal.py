"""A help signal over the wire of the real service: seen in the room at once, else paged by real mail and webhook."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.service.test_planned_rooms import ADIL, LEILA, THERAPIST, Couple, find_couple, missing
from tests.support.mail.server import TestMailServer, serve
from tests.support.service.before_room import say_everything
from tests.support.service.service import running_service
from tests.support.service.waiting import until
from tests.support.service.wire_client import WireClient, open_client

ON_CALL, DIRECTOR = "Noor Haddad", "Dr. Elena Morales"
SUBJECT = "Attune: someone needs you now"
SECRET = "a secret of the clinic's own system"
FROM = "Attune <attune@clinic.example>"
NATURE = {"nature": "help_signal"}


@asynccontextmanager
async def help_scene(folder: Path, mail: TestMailServer, url: str = "") -> AsyncIterator[Couple]:
    """Run the demo with this mail server, and somebody on call."""
    settings = {"ATTUNE_MAIL_SERVER": f"none://127.0.0.1:{mail.port}", "ATTUNE_MAIL_FROM": FROM}
    async with running_service(folder, hurried=True, **settings) as service:
        couple = await find_couple(service)
        async with couple.web(DIRECTOR) as web:
            body = {"people": [couple.ids[ON_CALL]], "url": url, "secret": SECRET if url else None}
            version = (await web.get("/settings/on-call")).headers["etag"]
            saved = await web.put("/settings/on-call", json=body, headers={"if-match": version})
            assert saved.status_code == 200, saved.text
        yield couple


async def come_in(stack: AsyncExitStack, couple: Couple) -> tuple[WireClient, WireClient, str]:
    """Let the therapist and the couple, on one camera, come in."""
    staff = await stack.enter_async_context(open_client(await couple.seat_of(THERAPIST)))
    link = await couple.seat_of(LEILA)
    shared = await stack.enter_async_context(open_client(link))
    seat = str(shared.view["you"]["seat"])
    await staff.until_view(lambda view: view["waiting"], "the couple waits")
    async with couple.web(LEILA) as web:
        await say_everything(web, link, couple.ids[LEILA])
    assert (await staff.ask("person.confirm_absent", person=couple.ids[ADIL]))["type"] == "ok"
    await staff.until_view(lambda view: not missing(view, couple.ids[LEILA]), "she is ready")
    assert (await staff.ask("seat.admit", seat=seat))["type"] == "ok"
    await shared.until_view(lambda view: view["you"]["space"] == "main", "in the room")
    return staff, shared, seat


def paged(mail: TestMailServer) -> list[str]:
    """Return to whom pages went."""
    return [str(message["to"]) for message in mail.messages() if message["subject"] == SUBJECT]


async def test_a_signal_is_seen_and_paged_until_somebody_answers(tmp_path: Path) -> None:
    async with serve() as mail, help_scene(tmp_path, mail) as couple, AsyncExitStack() as stack:
        staff, shared, seat = await come_in(stack, couple)
        before = json.dumps(shared.view, sort_keys=True)
        assert (await shared.ask("help.signal", late=False))["type"] == "ok"
        await staff.until_view(lambda view: seat in view.get("help", {}), "the alert")
        assert (await staff.ask("session.end"))["code"] == "help.open"
        couple.service.hurry()

        async def mailed() -> bool:
            return bool(paged(mail))

        await until(mailed, "a mail to whoever is on call")
        await staff.until_view(lambda view: view["help"][seat].get("paged") == "sent", "it went out")
        text = "".join(part.get_content() for part in mail.messages() if part["subject"] == SUBJECT)
        assert "/on-call" in text
        for name in (LEILA, ADIL, "Okafor", seat, couple.session):
            assert name not in text
        async with couple.web(ON_CALL) as web:
            (alert,) = (await web.get("/on-call")).json()["alerts"]
            assert (
                await web.post(f"/people/{couple.ids[LEILA]}/crisis-card", json=NATURE)
            ).status_code == 403
            assert (await web.post(f"/alerts/{alert['id']}/answer")).status_code == 200
            card = await web.post(f"/people/{couple.ids[LEILA]}/crisis-card", json=NATURE)
            assert card.json()["crisis_line"] == "988"
        await staff.until_view(lambda view: view["help"][seat]["paged"] == "answered", "somebody has it")
        assert (await staff.ask("help.acknowledge", seat=seat))["type"] == "ok"
        assert (await staff.ask("help.close", seat=seat))["type"] == "ok"
        await staff.until_view(lambda view: not view.get("help"), "it is closed")
        assert json.dumps(shared.view, sort_keys=True) == before, "the sender's screen has not moved"


class Receiver:
    """The clinic's own paging system, over HTTP on this machine."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.bodies: list[dict[str, Any]] = []

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(head.split("content-length:")[1].split("\r\n")[0])
        self.bodies.append(json.loads(await reader.readexactly(length)))
        assert "attune-signature: v1=" in head
        writer.write(f"HTTP/1.1 {self.status} X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".encode())
        await writer.drain()
        writer.close()


@asynccontextmanager
async def receiving(status: int) -> AsyncIterator[tuple[Receiver, str]]:
    receiver = Receiver(status)
    server = await asyncio.start_server(receiver.handle, "127.0.0.1", 0)
    async with server:
        yield receiver, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


@pytest.mark.parametrize(("status", "told"), [(204, "sent"), (500, "unreached")])
async def test_without_a_mail_server_the_webhook_is_what_counts(
    tmp_path: Path, status: int, told: str
) -> None:
    refusing = TestMailServer(senders={"attune@clinic.example": "451 4.3.0 away"})
    async with (
        serve(refusing) as mail,
        receiving(status) as (receiver, url),
        help_scene(tmp_path, mail, url) as couple,
        AsyncExitStack() as stack,
    ):
        staff, shared, seat = await come_in(stack, couple)
        await shared.ask("help.signal", late=True)
        await staff.until_view(lambda view: view.get("help", {}).get(seat, {}).get("late"), "it was late")
        couple.service.hurry()
        await staff.until_view(lambda view: view["help"][seat].get("paged") == told, told)
        assert couple.ids[ON_CALL] in {body["person"] for body in receiver.bodies}
        assert set(receiver.bodies[0]) == {"id", "kind", "clinic", "alert", "person", "at"}
        assert (await staff.ask("help.acknowledge", seat=seat))["type"] == "ok"
