"""The real service against clients written from PROTOCOL.md: bad input, failures, and who notices what."""

import asyncio
import os
import signal
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
import websockets
from websockets.asyncio.client import connect

from tests.support.service.service import Service, running_service
from tests.support.service.wire_client import PATIENCE_S, WireClient, open_client, resumed

STAFF, ANA, BEN, COUPLE = "Dr. Rivera", "Ana", "Ben", "Elena & Finn"


@pytest_asyncio.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    """A service of this test's own, which must shut down cleanly."""
    async with running_service(tmp_path) as service:
        yield service


async def test_people_are_let_in_and_take_turns(service: Service) -> None:
    async with AsyncExitStack() as stack:
        staff = await stack.enter_async_context(open_client(service.links[STAFF]))
        ana = await stack.enter_async_context(open_client(service.links[ANA]))
        couple = await stack.enter_async_context(open_client(service.links[COUPLE]))
        assert ana.view["you"]["space"] == "waiting"
        assert "Rivera" not in str(ana.view)
        await staff.until_view(lambda view: len(view["waiting"]) == 2, "both wait")
        assert (await staff.ask("seat.admit_all"))["type"] == "ok"
        await ana.until_view(lambda view: len(view.get("seats", {})) == 3, "all are in")
        await couple.until_view(lambda view: len(view.get("seats", {})) == 3, "all are in")
        partners = couple.view["you"]["people"]
        assert (await couple.floor("request", person=partners[1]))["type"] == "ok"
        await staff.until_view(lambda view: view["floor"]["queue"] == [partners[1]], "the hand is up")
        assert (await staff.floor("next"))["type"] == "ok"
        for client in (staff, ana, couple):
            await client.until_view(
                lambda view: view["floor"].get("holder", {}).get("person") == partners[1], "the turn"
            )
        error = await ana.floor("request", person=partners[0])
        assert error["code"] == "person.not_yours"
        error = await ana.ask("floor.revoke", expected_seq=ana.view["floor"]["seq"])
        assert error["code"] == "role.forbidden"


async def test_bad_links_say_the_same_and_reveal_nothing(service: Service) -> None:
    good = service.links[ANA].split("#")[1]
    headers = {"origin": service.base_url}
    async with httpx.AsyncClient(base_url=service.base_url, headers=headers) as http:
        answers = [
            await http.post("/api/v1/tickets", json={"invitation": text})
            for text in ("nonsense", good[:-2] + "AA", good.replace(".", "x", 1))
        ]
        assert {(a.status_code, a.json()["code"]) for a in answers} == {(404, "link.invalid")}
        assert len({a.text for a in answers}) == 1
        for name in ("Ana", "evening"):
            assert name not in answers[0].text


async def test_other_origins_and_other_protocols_are_not_let_in(service: Service) -> None:
    url = service.base_url.replace("http", "ws", 1) + "/api/v1/room"
    protocol = websockets.Subprotocol("attune.v1")
    for arguments in (
        {"subprotocols": [protocol], "origin": websockets.Origin("https://evil.example")},
        {"subprotocols": [websockets.Subprotocol("attune.v9")], "origin": service.base_url},
        {"origin": service.base_url},
    ):
        with pytest.raises(websockets.InvalidStatus) as refused:
            await connect(url, **arguments)
        assert refused.value.response.status_code == 403


async def test_abuse_ends_one_socket_and_the_others_notice_nothing(service: Service) -> None:
    async with open_client(service.links[STAFF]) as staff, open_client(service.links[ANA]) as ana:
        await staff.until_view(lambda view: view["waiting"], "Ana waits")
        seq = staff.seq
        for text in ("{", "[]", '{"type":"floor.fly","id":1}', '{"type":"session.leave"}') * 3:
            await ana.say(text)
        await ana.until(lambda c: c.close_code == 4008, "the abusive socket is closed")
        assert ana.byes == [{"type": "bye", "code": "abuse", "retry": False}]
        assert {error["code"] for error in ana.errors} == {"request.malformed", "request.unknown"}
        await staff.until_view(
            lambda view: all(s["presence"] == "reconnecting" for s in view["waiting"].values()), "seen"
        )
        assert staff.seq == seq + 1, "one change: the seat is reconnecting"


async def test_an_oversized_message_closes_only_its_socket(service: Service) -> None:
    async with open_client(service.links[STAFF]) as staff, open_client(service.links[ANA]) as ana:
        await ana.say('{"type":"session.leave","id":1,"x":"' + "x" * 200_000 + '"}')
        await ana.until(lambda c: c.close_code is not None, "closed")
        assert ana.close_code == 1009
        assert (await staff.ask("devices.set", mic=False, camera=True))["type"] == "ok"


async def test_the_newest_tab_has_the_seat(service: Service) -> None:
    async with open_client(service.links[ANA]) as first, open_client(service.links[ANA]) as second:
        await first.until(lambda c: c.close_code == 4002, "the older is closed")
        assert first.byes[0]["code"] == "seat.replaced"
        assert (await second.ask("devices.set", mic=False, camera=True))["type"] == "ok"
        late = WireClient(service.links[ANA])
        late.welcome, late.seq = first.welcome, first.seq
        await late.resume()
        await late.read()
        assert late.byes[0]["code"] == "resume.invalid"


async def test_a_lost_socket_comes_back_to_the_same_turn(service: Service) -> None:
    async with open_client(service.links[STAFF]) as staff, open_client(service.links[ANA]) as ana:
        await staff.until_view(lambda view: view["waiting"], "Ana waits")
        await staff.ask("seat.admit_all")
        await ana.until_view(lambda view: "floor" in view, "in the room")
        person = ana.view["you"]["people"][0]
        await staff.until_view(lambda view: person in view["people"], "Ana is seen")
        await staff.floor("grant", person=person)
        await ana.until_view(lambda view: "holder" in view["floor"], "granted")
        await ana.drop()
        await staff.until_view(lambda view: view["floor"]["holder"]["phase"] == "suspended", "suspended")
        async with resumed(ana):
            await staff.until_view(lambda view: view["floor"]["holder"]["phase"] == "speaking", "seen")
            assert "view" not in ana.welcome, "bridged, not begun anew"
            await ana.until_view(lambda view: view["floor"] == staff.view["floor"], "caught up")


@pytest.mark.parametrize("how", [pytest.param(signal.SIGTERM, marks=pytest.mark.slow), signal.SIGKILL])
async def test_the_holder_still_holds_after_the_service_was_restarted(
    service: Service, how: signal.Signals
) -> None:
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(open_client(service.links[name])) for name in (STAFF, ANA, BEN)
        ]
        staff, ana, ben = clients
        await staff.until_view(lambda view: len(view["waiting"]) == 2, "both wait")
        await staff.ask("seat.admit_all")
        await ana.until_view(lambda view: "floor" in view, "in the room")
        await ben.until_view(lambda view: "floor" in view, "in the room")
        person, waits = ana.view["you"]["people"][0], ben.view["you"]["people"][0]
        await ben.floor("request", person=waits)
        await staff.until_view(lambda view: waits in view["floor"]["queue"], "a hand")
        await staff.floor("grant", person=person)
        await ana.until_view(lambda view: "holder" in view["floor"], "granted")
        seq = ana.view["floor"]["seq"]
        await service.restart(how)
        for client in clients:
            await stack.enter_async_context(resumed(client))
        for client in clients:
            await client.until_view(
                lambda view: view["floor"].get("holder", {}).get("phase") == "speaking", "resumed"
            )
            floor = client.view["floor"]
            assert floor["holder"]["person"] == person
            assert floor["queue"] == [waits]
            assert floor["seq"] == seq, "what was meant for this floor still is"
            assert client.view["you"]["space"] == "main"


async def test_the_room_goes_on_while_the_database_is_away(service: Service) -> None:
    async with open_client(service.links[STAFF]) as staff, open_client(service.links[ANA]) as ana:
        await staff.until_view(lambda view: view["waiting"], "Ana waits")
        await staff.ask("seat.admit_all")
        await ana.until_view(lambda view: "floor" in view, "in the room")
        person = ana.view["you"]["people"][0]
        database = sqlite3.connect(service.database, isolation_level=None)
        database.execute("BEGIN EXCLUSIVE")
        try:
            assert (await ana.floor("request", person=person))["type"] == "ok"
            await staff.until_view(lambda view: person in view["floor"]["queue"], "the hand is seen")
            await staff.until_view(lambda view: view["notices"] == ["storage_behind"], "staff are told")
            assert "notices" not in ana.view
            assert (await staff.floor("grant", person=person))["type"] == "ok"
        finally:
            database.execute("ROLLBACK")
            database.close()
        await staff.until_view(lambda view: view["notices"] == [], "written")
        with sqlite3.connect(service.database) as reader:
            rows = reader.execute(
                "SELECT position, kind FROM room_events"
                " WHERE session_id = (SELECT session_id FROM room_events ORDER BY at DESC LIMIT 1)"
                " ORDER BY position"
            ).fetchall()
        reader.close()
        assert [position for position, _ in rows] == list(range(1, len(rows) + 1))
        kinds = [kind for _, kind in rows]
        assert kinds.index("hand.up") < kinds.index("floor.granted")


async def test_a_refused_record_is_said_to_staff_and_operators_and_never_called_stored(
    service: Service,
) -> None:
    """Another writer appends to the room's log: this is no outage, and it is permanent."""
    async with open_client(service.links[STAFF]) as staff, open_client(service.links[ANA]) as ana:
        await staff.until_view(lambda view: view["waiting"], "Ana waits")
        with sqlite3.connect(service.database) as writer:
            writer.execute(
                "INSERT INTO room_events SELECT session_id, max(position) + 1, max(at), 'room.alive', '{}'"
                " FROM room_events GROUP BY session_id"
            )
        writer.close()
        answer = await staff.ask("seat.admit_all")
        assert (answer["type"], answer["stored"]) == ("ok", False)
        await staff.until_view(lambda view: view["notices"] == ["storage_refused"], "staff are told")
        await ana.until_view(lambda view: "floor" in view, "in the room all the same")
        assert "notices" not in ana.view
        async with httpx.AsyncClient(base_url=service.base_url) as http:
            health = await http.get("/health")
        assert (health.status_code, health.json()["parts"]) == (503, ["record"])
    assert '"event": "journal.refused"' in service.log


async def test_an_ended_session_lets_nobody_in(service: Service) -> None:
    async with open_client(service.links[STAFF]) as staff, open_client(service.links[ANA]) as ana:
        assert (await ana.ask("session.end"))["code"] == "role.forbidden"
        unused = await ana.ticket()
        await staff.ask_and_go("session.end")
        for client in (staff, ana):
            await client.until(lambda c: c.close_code == 4001, "told and closed")
            assert client.byes[0]["code"] == "session.ended"
        late = WireClient(service.links[ANA])
        await late.open(ticket=unused)
        await late.read()
        assert late.byes[0]["code"] == "session.ended"
        headers = {"origin": service.base_url}
        async with httpx.AsyncClient(base_url=service.base_url, headers=headers) as http:
            answer = await http.post("/api/v1/tickets", json={"invitation": service.links[BEN].split("#")[1]})
        assert (answer.status_code, answer.json()["code"]) == (410, "link.ended")


async def test_a_relay_worker_that_dies_comes_back_with_the_floor_as_it_was(service: Service) -> None:
    async with (
        open_client(service.links[STAFF], with_media=True) as staff,
        open_client(service.links[ANA], with_media=True) as ana,
    ):
        await staff.until_view(lambda view: view["waiting"], "Ana waits")
        await staff.ask("seat.admit_all")
        await ana.until_view(lambda view: "floor" in view, "in the room")
        await staff.floor("set_mode", mode="queue", mic_policy="hard", grants="by_facilitator")
        person = ana.view["you"]["people"][0]
        await staff.floor("grant", person=person)
        await ana.until_view(lambda view: "holder" in view["floor"], "granted")
        assert await _hears(ana, staff)
        service.kill_relay_worker()
        await ana.until(lambda c: len(c.offers) == 2, "a new offer")
        await staff.until(lambda c: len(c.offers) == 2, "a new offer")
        for client in (staff, ana):
            await client.until_view(
                lambda view: (
                    view["floor"].get("holder", {}).get("phase") == "speaking"
                    and all(seat["presence"] == "here" for seat in view["seats"].values())
                ),
                "as it was",
            )
            assert client.view["floor"]["holder"]["person"] == person
        assert await _hears(ana, staff)


async def _hears(speaker: WireClient, listener: WireClient) -> bool:
    """Return whether the speaker's media reach the listener."""
    assert speaker.media is not None
    assert listener.media is not None
    before = len(listener.media.rtp)
    async with asyncio.timeout(PATIENCE_S):
        while len(listener.media.rtp) == before:
            await speaker.media.send_audio()
            await asyncio.sleep(0.02)
    return True


def test_names_and_secrets_stay_out_of_the_log(tmp_path: Path) -> None:
    """In one complete run, nothing printed besides the links names anybody."""

    async def session() -> str:
        async with running_service(tmp_path) as service:
            async with open_client(service.links[STAFF], with_media=True) as staff:
                async with open_client(service.links[ANA], with_media=True):
                    await staff.until_view(lambda view: view["waiting"], "Ana waits")
                    await staff.ask("seat.admit_all")
            secrets = [link.split("#")[1] for link in service.links.values()]
            lines = service.log.splitlines()
        printed = "\n".join(line for line in lines if "/join#" not in line)
        assert not [secret for secret in secrets if secret in printed]
        return printed

    printed = asyncio.run(session())
    for word in ("Ana", "Rivera", "candidate", "ufrag", "fingerprint", "tk_", "rs_", os.sep + "home"):
        assert word not in printed, word
