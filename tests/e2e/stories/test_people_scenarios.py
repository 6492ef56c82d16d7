"""Acceptance scenarios with wire clients only: Imago (12), a split (14), a private room (21)."""

import asyncio
import json
import sqlite3
from typing import Any

import pytest

from tests.e2e.scene import GROUP, TWO_CAMERAS, Scene, open_scene, person_named
from tests.e2e.wishes import act, done, done_by, start
from tests.support.service.service import Service
from tests.support.service.wire_client import PATIENCE_S, WireClient

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.timeout(120)]

STAFF, COUPLE = "Dr. Rivera", "Elena & Finn"


async def test_imago_keeps_its_order_and_the_time_that_was_chosen(own_service: Service) -> None:
    async with open_scene(own_service, TWO_CAMERAS) as scene:
        staff, grace, hugo = await _begin_imago(scene)
        receiver = hugo.view["you"]["people"][0]
        # The receiver chooses a time; the sender sees it.
        assert (await act(grace, "later", {"minutes_from_now": 60}))["code"] == "protocol.not_yours"
        await done(hugo, "later", {"minutes_from_now": 90})
        await _at(scene, "later")
        facts, since = hugo.view["run"]["facts"], hugo.view["run"]["since"]
        assert facts["at"] == pytest.approx(since + 90 * 60, abs=1)
        await grace.until_view(
            lambda view: view["run"]["facts"]["at"] == facts["at"], "the sender sees the time"
        )
        await done(hugo, "now")
        # More to say? "Yes" returns to sending.
        await _go(
            scene,
            (grace, "sent", "mirror"),
            (hugo, "mirrored", "check"),
            (grace, "got_it", "more"),
            (grace, "yes", "send"),
            (grace, "sent", "mirror"),
            (hugo, "mirrored", "check"),
            (grace, "got_it", "more"),
            (grace, "no", "summary"),
            (hugo, "summed_up", "check_all"),
        )
        # Validation cannot begin before the sender has said that this was all.
        assert hugo.view["you"]["run"][receiver]["acts"] == []
        for client in (hugo, staff):
            for action in ("validated", "got_all"):
                assert (await act(client, action))["type"] == "error"
        assert grace.view["run"]["step"] == "check_all"
        await _go(scene, (grace, "got_all", "validate"), (hugo, "validated", "empathize"))


async def test_imago_offers_the_step_where_it_was_set_aside(own_service: Service) -> None:
    async with open_scene(own_service, TWO_CAMERAS) as scene:
        staff, grace, hugo = await _begin_imago(scene)
        await done(hugo, "now")
        await _go(scene, (grace, "sent", "mirror"))
        await done(staff, "set_aside")
        await staff.until_view(lambda view: "run" not in view and view["leading"].get("kept"), "it is kept")
        assert staff.view["leading"]["kept"][0]["step"] == "mirror"
        assert "kept" not in str(grace.view)
        await start(staff, "imago", {}, kept=0)
        await _at(scene, "welcome_back")
        assert grace.view["run"]["facts"]["kept_step"] == "mirror"
        await _go(scene, (grace, "go_on", "mirror"), (hugo, "mirrored", "check"))


async def _begin_imago(scene: Scene) -> tuple[WireClient, WireClient, WireClient]:
    staff, grace, hugo = [await scene.client(name) for name in ("Dr. Okafor", "Grace", "Hugo")]
    await scene.admit("Dr. Okafor")
    pair = [client.view["you"]["people"][0] for client in (grace, hugo)]
    await start(staff, "imago", {"people": pair})
    await _at(scene, "appointment")
    return staff, grace, hugo


async def _go(scene: Scene, *deeds: tuple[WireClient, str, str]) -> None:
    """Take these actions in order; after each, everybody is at the step it leads to."""
    for client, action, step in deeds:
        await done(client, action)
        await _at(scene, step)


async def test_a_split_keeps_the_place_in_line_and_leaves_no_gap(own_service: Service) -> None:
    async with open_scene(own_service, GROUP) as scene:
        staff = await scene.client(STAFF)
        await staff.floor("set_mode", mode="queue", mic_policy="hard", grants="by_facilitator")
        couple, ana = await scene.client(COUPLE), await scene.client("Ana")
        phone = await scene.client("Finn's phone", with_media=True)
        await scene.admit(STAFF)
        elena, finn = (person_named(staff.view, name) for name in ("Elena", "Finn"))
        shared, own = couple.view["you"]["seat"], phone.view["you"]["seat"]
        waits = person_named(staff.view, "Ana")
        await ana.floor("request", person=waits)
        await scene.all_see(lambda view: view["floor"]["queue"] == [waits], "Ana is first")
        await couple.floor("request", person=finn)
        await scene.all_see(lambda view: view["floor"]["queue"] == [waits, finn], "Finn is second")
        assert (await phone.ask("split.ask", on=True, apart=False))["type"] == "error"
        told = len(couple.events)
        await done_by(phone, "split.ask", on=True, apart=True)
        await staff.until_view(lambda view: finn in view["leading"]["splits"], "staff see the wish")
        for client in (couple, ana):
            assert "split" not in str(client.view)
        await done_by(staff, "split.answer", person=finn, agree=True)
        await scene.all_see(lambda view: view["people"][finn]["seat"] == own, "Finn sits on his own seat")
        await scene.all_see(lambda view: view["seats"][shared]["people"] == [elena], "Elena sits alone")
        for client in scene.clients.values():
            assert client.view["floor"]["queue"] == [waits, finn]
        await phone.until(lambda client: client.offers, "an offer")
        await staff.floor("grant", person=finn)
        await scene.all_see(
            lambda view: view["floor"].get("holder", {}).get("person") == finn, "his turn, on his own seat"
        )
        # His partner is told what everybody sees, without a reason.
        kinds = {event["kind"] for event in couple.events[told:]}
        assert not {kind for kind in kinds if "split" in kind or "merge" in kind}, kinds
        assert "apart" not in str(couple.view)
        presences = _presences(own_service, finn)
        assert [(entry["kind"], entry.get("seat")) for entry in presences] == [
            ("presence.began", shared),
            ("presence.ended", None),
            ("presence.began", own),
        ]
        assert presences[1]["at"] == presences[2]["at"], "no gap, and nothing is counted twice"
        assert [entry["kind"] for entry in _presences(own_service, elena)] == ["presence.began"]


async def test_who_is_in_a_private_room_hears_no_group_and_keeps_the_place_in_line(
    own_service: Service,
) -> None:
    async with open_scene(own_service, GROUP) as scene:
        staff = await scene.client(STAFF, with_media=True)
        sam = await scene.client("Sam", with_media=True)
        ana, dev = [await scene.client(name, with_media=True) for name in ("Ana", "Dev")]
        await scene.admit(STAFF)
        seat, person = dev.view["you"]["seat"], dev.view["you"]["people"][0]
        waits = ana.view["you"]["people"][0]
        await dev.floor("request", person=person)
        await scene.all_see(lambda view: view["floor"]["queue"] == [person], "Dev is first")
        await ana.floor("request", person=waits)
        await scene.all_see(lambda view: view["floor"]["queue"] == [person, waits], "Ana is second")
        await done_by(sam, "private.move", seat=seat, join=True)
        await dev.until_view(lambda view: view["you"]["space"] == "private", "Dev is aside")
        for client in (staff, ana):
            await client.until_view(
                lambda view: view.get("away", {}).get(seat, {}).get("people") == [person],
                "Dev has stepped out",
            )
            assert seat not in client.view["seats"]
        assert "floor" not in dev.view
        assert {known["name"] for known in dev.view["people"].values()} == {"Dev", "Sam"}
        # The group continues: it is heard there and not in the private room, and the reverse.
        await _is_heard(ana, by=staff, not_by=(dev, sam))
        await _is_heard(sam, by=dev, not_by=(ana, staff))
        await done_by(sam, "private.bring_back", seat=seat)
        await dev.until_view(lambda view: view["you"]["space"] == "main", "Dev is back")
        for client in (staff, ana, dev):
            await client.until_view(
                lambda view: view["floor"]["queue"] == [person, waits], "the place was kept"
            )
            await client.until_view(lambda view: seat not in view["away"], "nobody is out")
        await _is_heard(ana, by=dev, not_by=())
        spent = [(entry["kind"], entry.get("private")) for entry in _presences(own_service, person)]
        assert spent == [
            ("presence.began", False),
            ("presence.ended", None),
            ("presence.began", True),
            ("presence.ended", None),
            ("presence.began", False),
        ]
        assert [entry.get("private") for entry in _presences(own_service, waits)] == [False]


async def _at(scene: Scene, step: str) -> None:
    """Wait until everybody is at the step and has the same floor number."""
    await scene.all_see(lambda view: view.get("run", {}).get("step") == step, f"at {step}")


async def _is_heard(speaker: WireClient, *, by: WireClient, not_by: tuple[WireClient, ...]) -> None:
    """Check that the speaker's media reach one person, and meanwhile none of the others."""
    assert speaker.media is not None
    for client in (by, *not_by):
        await client.until(lambda client: client.media, "media")
    assert by.media is not None
    async with asyncio.timeout(PATIENCE_S):
        begun = len(by.media.rtp)
        while len(by.media.rtp) == begun:
            await speaker.media.send_audio()
            await asyncio.sleep(0.02)
    before = {client: len(client.media.rtp) for client in not_by if client.media}
    async with asyncio.timeout(PATIENCE_S):
        begun = len(by.media.rtp)
        while len(by.media.rtp) < begun + 25:
            await speaker.media.send_audio()
            await asyncio.sleep(0.02)
    assert {client: len(client.media.rtp) for client in not_by if client.media} == before


def _presences(service: Service, person: str) -> list[dict[str, Any]]:
    """Return a person's presence intervals from the database, in order."""
    query = (
        "SELECT kind, at, json(payload) FROM room_events"
        " WHERE kind LIKE 'presence.%' AND json_extract(payload, '$.person') = ? ORDER BY session_id, position"
    )
    with sqlite3.connect(service.database) as reader:
        rows = reader.execute(query, (person,)).fetchall()
    reader.close()
    return [{"kind": kind, "at": at} | json.loads(payload) for kind, at, payload in rows]
