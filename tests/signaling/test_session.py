"""A client session over a fake socket: hello, requests, errors, abuse, slow readers, resume, replacement."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from pydantic import TypeAdapter

from rooms.model.people import RoomSetup
from rooms.runtime.actor import RoomActor
from signaling.heartbeat import HEARTBEAT_S
from signaling.messages import ServerMessage
from signaling.ports import FormatsMissing, LayersChosen, OfferMade
from signaling.send_queue import SEND_QUEUE_MAX
from signaling.session import ClientSession
from tests.support.rooms.couples import COUPLE_SEAT, FINN_PHONE, build_couples
from tests.support.rooms.fakes import (
    TURN,
    FakeClock,
    FakeJournal,
    FakeMedia,
    FakeRelay,
    FakeServices,
    FakeSocket,
)
from tests.support.rooms.setups import ANA, ANA_SEAT, BEN, ELENA, FINN, STAFF_SEAT, THERAPIST, build_setup

_ANY: TypeAdapter[ServerMessage] = TypeAdapter(ServerMessage)
DEVICES = {"mic": True, "camera": True}


class Table:
    """One room, and the means to open client sessions with it."""

    def __init__(self, tasks: asyncio.TaskGroup, setup: RoomSetup) -> None:
        self.journal = FakeJournal()
        self.actor = RoomActor(setup, self.journal, FakeRelay(), FakeClock())
        self.services = FakeServices(self.actor)
        self.media = FakeMedia()
        self.tasks = tasks
        self.monotonic = FakeClock().now
        self.heartbeat_s = HEARTBEAT_S

    def open(self) -> "Client":
        socket = FakeSocket()
        beat_s = self.heartbeat_s
        session = ClientSession(socket, self.services, self.media, self.monotonic, heartbeat_s=beat_s)
        return Client(socket, session, self.tasks.create_task(session.run()))

    async def join(self, seat: str) -> "Client":
        client = self.open()
        client.say(type="hello", ticket=seat, devices=DEVICES)
        welcome = await client.hear("welcome")
        client.welcome = welcome
        if welcome["view"]["you"]["space"] != "waiting":
            client.offer = await client.hear("media.offer")
        return client

    async def enter(self, seat: str) -> "Client":
        """Join and be admitted by a facilitator who joins for it."""
        staff = await self.join("se_rivera")
        client = await self.join(seat)
        staff.say(type="seat.admit", id=1, seat=seat)
        client.offer = await client.hear("media.offer")
        return client


class Client:
    """The client's end of one session."""

    def __init__(self, socket: FakeSocket, session: ClientSession, task: "asyncio.Task[None]") -> None:
        self.socket = socket
        self.session = session
        self.task = task
        self.welcome: dict[str, Any] = {}
        self.offer: dict[str, Any] = {}

    def say(self, **message: Any) -> None:
        self.socket.say(json.dumps(message))

    async def next(self) -> dict[str, Any]:
        """Wait for the next message."""
        message: dict[str, Any] = json.loads(await self.socket.hear())
        return message

    async def hear(self, kind: str) -> dict[str, Any]:
        """Wait for the next message of this type, skipping others; each must be valid."""
        while True:
            message: dict[str, Any] = json.loads(await self.socket.hear())
            _ANY.validate_python(message)
            if message["type"] == kind:
                return message


@asynccontextmanager
async def table(setup: RoomSetup | None = None) -> AsyncIterator[Table]:
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        table = Table(tasks, setup or build_setup())
        actor = tasks.create_task(table.actor.run())
        yield table
        actor.cancel()


async def test_hello_brings_a_view_and_admission_an_offer() -> None:
    async with table() as t:
        ana = await t.enter("se_ana")
        assert ana.welcome["view"]["you"]["space"] == "waiting"
        assert list(ana.welcome["view"]["people"]) == [ANA]
        assert ana.offer == {
            "type": "media.offer",
            "generation": 2,
            "sdp": "offer 2",
            "layers": [{"rid": "q", "height": 180, "max_bps": 150_000}],
            "restart": False,
            "ice_servers": [TURN.model_dump()],
        }
        ana.say(type="media.answer", id=1, generation=2, sdp="v=0")
        assert await ana.hear("ok") == {"type": "ok", "re": 1}


async def test_who_only_waits_gets_neither_media_nor_turn_credentials() -> None:
    async with table() as t:
        staff, ana = await t.join("se_rivera"), await t.join("se_ana")
        assert "ice_servers" not in ana.welcome
        ana.say(type="ping", id=1)
        await ana.hear("pong")
        assert set(t.media.sends) == {"se_rivera"}
        assert ana.socket.admitted == [False]
        staff.say(type="seat.admit", id=1, seat="se_ana")
        assert (await ana.hear("media.offer"))["ice_servers"] == [TURN.model_dump()]
        assert ana.socket.admitted == [False, True]
        assert (await staff.hear("ok"))["re"] == 1
        staff.say(type="seat.move_to_waiting", id=2, seat="se_ana")
        await staff.hear("ok")
        assert ana.socket.admitted == [False, True, False]


async def test_a_socket_is_nobodys_before_a_good_hello() -> None:
    async with table() as t:
        client = t.open()
        client.say(type="hello", ticket="tk_wrong", devices=DEVICES)
        assert (await client.hear("bye"))["code"] == "ticket.invalid"
        assert client.socket.admitted == []


async def test_a_restart_keeps_the_connection_unless_a_fresh_one_is_asked_for() -> None:
    async with table() as t:
        ana = await t.enter("se_ana")
        ana.say(type="media.restart", id=1, generation=2)
        offer = await ana.hear("media.offer")
        assert (offer["generation"], offer["restart"]) == (2, True)
        ana.say(type="media.restart", id=2, generation=2, fresh=True)
        offer = await ana.hear("media.offer")
        assert (offer["generation"], offer["restart"]) == (3, False)


async def test_a_ping_is_answered_with_the_time_and_nobody_else_notices() -> None:
    async with table() as t:
        staff, ana = await t.join("se_rivera"), await t.join("se_ana")
        await staff.hear("room.changed")
        ana.say(type="ping", id=1)
        assert await ana.hear("pong") == {"type": "pong", "re": 1, "server_time": t.actor.now()}
        staff.say(type="ping", id=1)
        assert (await staff.next())["type"] == "pong"


async def test_an_answer_says_so_when_what_was_done_is_not_stored() -> None:
    async with table() as t:
        ana = await t.join("se_ana")
        ana.say(type="devices.set", id=1, mic=False, camera=True)
        assert await ana.hear("ok") == {"type": "ok", "re": 1}
        t.journal.away = True
        ana.say(type="devices.set", id=2, mic=True, camera=True)
        assert await ana.hear("ok") == {"type": "ok", "re": 2, "stored": False}


async def test_who_is_told_nothing_for_a_while_is_told_that_the_connection_stands() -> None:
    async with table() as t:
        t.monotonic, t.heartbeat_s = asyncio.get_running_loop().time, 0.01
        ana = await t.join("se_ana")
        for _ in range(2):
            assert await ana.hear("heartbeat") == {"type": "heartbeat"}


async def test_tiles_go_up_and_layers_come_down() -> None:
    async with table() as t:
        ana = await t.enter("se_ana")
        ana.say(type="media.tiles", id=1, heights={"0": 540, "12": 0})
        await ana.hear("ok")
        assert t.media.tiles == {"se_ana": {0: 540, 12: 0}}
        t.media.sends["se_ana"](LayersChosen(1, ("q", "h")))
        assert await ana.hear("media.layers") == {"type": "media.layers", "generation": 1, "rids": ["q", "h"]}


async def test_what_a_browser_has_no_format_for_is_told_to_its_page() -> None:
    async with table() as t:
        ana = await t.enter("se_ana")
        t.media.sends["se_ana"](FormatsMissing(1, ("see", "be_seen")))
        told = await ana.hear("media.unsupported")
        assert told == {"type": "media.unsupported", "generation": 1, "cannot": ["see", "be_seen"]}


async def test_a_facilitator_gets_a_snapshot_for_support_and_a_member_does_not() -> None:
    async with table() as t:
        ana = await t.enter("se_ana")
        staff = await t.join("se_rivera#2")
        staff.say(type="media.snapshot", id=7)
        snapshot = await staff.hear("media.snapshot")
        assert snapshot["re"] == 7
        assert set(snapshot["room"]["seats"]) == set(snapshot["relay"]["peers"]) == {"se_rivera", "se_ana"}
        assert "Ana" not in json.dumps(snapshot)
        ana.say(type="media.snapshot", id=1)
        assert (await ana.hear("error"))["code"] == "role.forbidden"


async def test_a_broken_answer_is_refused_with_its_reason() -> None:
    async with table() as t:
        ana = await t.enter("se_ana")
        ana.say(type="media.answer", id=1, generation=1, sdp="bad")
        error = await ana.hear("error")
        assert (error["code"], error["reason"], error["re"]) == (
            "media.answer_refused",
            "answer.malformed",
            1,
        )


async def test_anything_before_hello_ends_the_session() -> None:
    async with table() as t:
        client = t.open()
        client.say(type="session.leave", id=1)
        assert (await client.hear("bye"))["code"] == "hello.expected"
        assert await client.socket.closed == 4005


async def test_a_ticket_opens_one_socket_once() -> None:
    async with table() as t:
        await t.join("se_ana")
        second = t.open()
        second.say(type="hello", ticket="se_ana", devices=DEVICES)
        assert await second.hear("bye") == {"type": "bye", "code": "ticket.invalid", "retry": False}


async def test_a_stale_intent_is_answered_with_the_present_floor() -> None:
    async with table() as t:
        staff = await t.join("se_rivera")
        await t.join("se_ana")
        staff.say(type="seat.admit_all", id=1)
        staff.say(type="floor.grant", id=2, person=ANA, expected_seq=0)
        staff.say(type="floor.grant", id=3, person=THERAPIST, expected_seq=0)
        error = await staff.hear("error")
        assert (error["re"], error["code"], error["retryable"]) == (3, "floor.stale", True)
        assert error["floor"]["holder"]["person"] == ANA


async def test_nobody_speaks_for_a_person_on_another_seat() -> None:
    async with table() as t:
        ana = await t.join("se_ana")
        ana.say(type="floor.request", id=1, person=BEN, expected_seq=0)
        assert (await ana.hear("error"))["code"] == "person.not_yours"


async def test_abuse_ends_the_socket_and_nobody_else_notices() -> None:
    async with table() as t:
        ana = await t.join("se_ana")
        ben = await t.join("se_ben")
        for _ in range(10):
            ana.socket.say("{nonsense")
        assert (await ana.hear("bye"))["code"] == "abuse"
        assert await ana.socket.closed == 4008
        ben.say(type="devices.set", id=1, mic=False, camera=True)
        assert (await ben.hear("ok"))["re"] == 1


async def test_a_reader_that_is_too_slow_is_cut_off() -> None:
    async with table() as t:
        ana = await t.enter("se_ana")
        ana.socket.reads = False
        for index in range(SEND_QUEUE_MAX + 2):
            t.media.sends["se_ana"](OfferMade(index, "x"))
        await ana.task
        assert not ana.socket.closed.done(), "a goodbye to somebody who does not read is not waited for"
        ben = await t.join("se_ben")
        ben.say(type="devices.set", id=1, mic=False, camera=True)
        assert (await ben.hear("ok"))["re"] == 1


async def test_a_lost_socket_resumes_without_a_new_join_and_keeps_its_media() -> None:
    async with table() as t:
        staff = await t.join("se_rivera")
        ana = await t.join("se_ana")
        staff.say(type="seat.admit_all", id=1)
        await ana.hear("media.offer")
        ana.socket.hang_up()
        await ana.task
        again = t.open()
        again.say(type="hello", resume={"token": ana.welcome["resume"], "seq": 1}, devices=DEVICES)
        welcome = await again.hear("welcome")
        assert "view" not in welcome
        assert welcome["seq"] == 1
        change = await again.hear("room.changed")
        assert change["seq"] == 2
        assert t.media.generation == 2, "no new offer for a connection that lives"


async def test_a_resume_token_is_taken_once() -> None:
    async with table() as t:
        ana = await t.join("se_ana")
        pages = [t.open(), t.open()]
        for page in pages:
            page.say(type="hello", resume={"token": ana.welcome["resume"], "seq": 1}, devices=DEVICES)
        welcome = await pages[0].hear("welcome")
        assert (await pages[1].hear("bye"))["code"] == "resume.invalid"
        assert welcome["resume"] != ana.welcome["resume"]
        assert (await ana.hear("bye"))["code"] == "seat.replaced"


async def test_a_withdrawn_link_ends_its_socket_and_voids_its_token_and_its_tickets() -> None:
    async with table() as t:
        ana = await t.join("se_ana")
        await t.actor.withdraw_link(ANA_SEAT, 2)
        assert await ana.hear("bye") == {"type": "bye", "code": "link.withdrawn", "retry": False}
        assert await ana.socket.closed == 4007
        page, other = t.open(), t.open()
        page.say(type="hello", resume={"token": ana.welcome["resume"], "seq": 1}, devices=DEVICES)
        other.say(type="hello", ticket="se_ana#2", devices=DEVICES)
        for client in (page, other):
            assert (await client.hear("bye"))["code"] == "link.withdrawn"


async def test_the_newest_tab_has_the_seat_and_the_older_is_told() -> None:
    async with table() as t:
        first = await t.join("se_ana")
        second = await t.join("se_ana#2")
        assert (await first.hear("bye"))["code"] == "seat.replaced"
        assert await first.socket.closed == 4002
        second.say(type="devices.set", id=1, mic=False, camera=False)
        assert (await second.hear("ok"))["re"] == 1


async def test_leaving_is_answered_with_goodbye() -> None:
    async with table() as t:
        ana = await t.join("se_ana")
        ana.say(type="session.leave", id=9)
        assert (await ana.hear("bye"))["code"] == "left"
        assert await ana.socket.closed == 4000


async def test_the_journal_being_away_asks_the_client_to_come_again() -> None:
    async with table() as t:
        t.services.away = True
        client = t.open()
        client.say(type="hello", ticket="se_ana", devices=DEVICES)
        assert await client.hear("bye") == {"type": "bye", "code": "server.restart", "retry": True}


async def test_a_phone_gets_media_when_it_becomes_a_seat_and_only_then() -> None:
    async with table(build_couples()) as t:
        staff, shared = await t.join(STAFF_SEAT), await t.join(COUPLE_SEAT)
        staff.say(type="seat.admit_all", id=1)
        await shared.hear("media.offer")
        phone = t.open()
        phone.say(type="hello", ticket=FINN_PHONE, devices=DEVICES)
        welcome = await phone.hear("welcome")
        assert welcome["view"]["you"]["space"] == "companion"
        phone.say(type="split.ask", id=1, on=True, apart=True)
        await phone.hear("ok")
        assert [seat for seat, _, _ in t.media.connected] == [STAFF_SEAT, COUPLE_SEAT]
        staff.say(type="split.answer", id=2, person=FINN, agree=True)
        await phone.hear("media.offer")
        assert t.media.connected[2:] == [(FINN_PHONE, 5, False)]
        phone.say(type="merge.agree", id=2, person=FINN, on=True)
        await phone.hear("ok")
        shared.say(type="merge.agree", id=1, person=ELENA, on=True)
        await shared.hear("ok")
        staff.say(type="media.snapshot", id=3)
        await staff.hear("media.snapshot")
        assert len(t.media.connected) == 3
        # Back on the shared seat, it may become a seat again, with a new offer.
        phone.say(type="split.ask", id=3, on=True, apart=True)
        await phone.hear("ok")
        staff.say(type="split.answer", id=4, person=FINN, agree=True)
        await phone.hear("media.offer")
        assert t.media.connected[3:] == [(FINN_PHONE, 5, False)]


async def test_leaving_from_the_phone_leaves_the_shared_seat_where_it_is() -> None:
    async with table(build_couples()) as t:
        shared = await t.join(COUPLE_SEAT)
        phone = t.open()
        phone.say(type="hello", ticket=FINN_PHONE, devices=DEVICES)
        await phone.hear("welcome")
        phone.say(type="devices.set", id=1, mic=False, camera=False)
        assert (await phone.hear("error"))["code"] == "seat.no_media"
        phone.say(type="session.leave", id=2)
        assert (await phone.hear("bye"))["code"] == "left"
        shared.say(type="devices.set", id=1, mic=False, camera=True)
        assert (await shared.hear("ok"))["re"] == 1
