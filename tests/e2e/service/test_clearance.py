"""Scenario 19 over the wire of the real service: a couple's session is held back, and neither partner can tell why."""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest_asyncio

from tests.e2e.service.test_planned_rooms import ADIL, LEILA, PIN, THERAPIST, Couple, find_couple, missing
from tests.support.service.before_room import say_everything
from tests.support.service.service import running_service
from tests.support.service.wire_client import WireClient, open_client

HERS, HIS = "Dr. Maria Rivera", "Sam Lindgren"
"""Each partner's own therapist."""
READS = ("/me/programme", "/me/agreements", "/overrides", "/me/contact")


@pytest_asyncio.fixture
async def couple(tmp_path: Path) -> AsyncIterator[Couple]:
    async with running_service(tmp_path) as service:
        yield await find_couple(service)


async def decide(couple: Couple, therapist: str, client: str, move: str, reason: str) -> dict[str, Any]:
    """Let a client's own therapist decide."""
    path = f"/people/{couple.ids[client]}"
    async with couple.web(therapist) as web:
        seen = await web.get(f"{path}/screening")
        assert seen.status_code == 200, seen.text
        answer = await web.post(
            f"{path}/clearance",
            json={"move": move, "reason": reason},
            headers={"if-match": seen.headers["etag"]},
        )
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def read_everything(couple: Couple, name: str) -> list[tuple[str, int, str]]:
    """Return what somebody's own pages are answered."""
    async with couple.web(name) as web:
        answers = []
        for path in READS:
            answer = await web.get(path)
            answers.append((path, answer.status_code, answer.text))
    return answers


def keep_frames(client: WireClient) -> list[str]:
    """Keep every message that the client is sent from now on."""
    frames = list[str]()
    take = client._take

    async def keep(message: dict[str, Any]) -> None:
        frames.append(json.dumps(message))
        await take(message)

    client._take = keep  # type: ignore[method-assign]
    return frames


def mails(couple: Couple) -> list[Any]:
    with sqlite3.connect(couple.service.database) as reader:
        found = reader.execute("SELECT person_id, kind, made_at FROM outbox ORDER BY id").fetchall()
    reader.close()
    return found


async def test_scenario_19_a_couples_session_is_held_and_neither_partner_can_tell_why(couple: Couple) -> None:
    leila, adil = couple.ids[LEILA], couple.ids[ADIL]
    async with couple.web(ADIL) as web:
        assert (await web.put("/me/pin", json={"pin": PIN})).status_code == 204
    async with AsyncExitStack() as stack:
        staff = await stack.enter_async_context(open_client(await couple.seat_of(THERAPIST)))
        link = await couple.seat_of(LEILA)
        shared = await stack.enter_async_context(open_client(link))
        seat = shared.view["you"]["seat"]
        screen = await stack.enter_async_context(couple.web(LEILA))
        proof = {"invitation": link.partition("#")[2], "person": adil, "pin": PIN}
        assert (await screen.post("/seats/proof", json=proof)).status_code == 204
        await say_everything(screen, link, leila, adil)
        await staff.until_view(lambda view: not missing(view, leila, adil), "they are cleared, and ready")
        await shared.until_view(lambda view: "todo" not in view["you"], "nothing is left to do")

        before = {name: await read_everything(couple, name) for name in (LEILA, ADIL)}
        written = mails(couple)
        seq, view, frames = shared.seq, json.dumps(shared.view), keep_frames(shared)
        await decide(couple, HERS, LEILA, "hold", "danger")
        await staff.until_view(
            lambda view: missing(view, leila, adil) == ["arranging", "arranging"], "both are held, alike"
        )
        assert (await staff.ask("seat.admit", seat=seat))["code"] == "admission.held"
        for move, reason in (("reopen", "changed"), ("hold", "judgement")):
            await decide(couple, HERS, LEILA, move, reason)
        assert missing(staff.view, leila, adil) == ["arranging", "arranging"], "pending and held look alike"
        assert await refused_to_waive(couple, leila) == "preparation.must_hold"

        # Whatever a page would have been sent by now comes before the answer to what it asks.
        assert (await shared.ask("seat.admit", seat=seat))["code"] == "role.forbidden"
        assert [json.loads(frame)["type"] for frame in frames] == ["error"], "the page was sent nothing else"
        assert (shared.seq, json.dumps(shared.view)) == (seq, view)
        assert {name: await read_everything(couple, name) for name in (LEILA, ADIL)} == before
        assert mails(couple) == written, "nobody is written to"
        assert await cannot_screen_now(couple)


async def refused_to_waive(couple: Couple, person: str) -> str:
    path = f"/appointments/{couple.session}/preparations/{person}"
    async with couple.web(THERAPIST) as web:
        seen = await web.get(path)
        answer = await web.post(
            f"{path}/waive",
            json={"hold": "arranging", "reason": "safety"},
            headers={"if-match": seen.headers["etag"]},
        )
    return str(answer.json()["code"])


async def cannot_screen_now(couple: Couple) -> bool:
    """Return whether his therapist is refused to record a screening while the two sit at one camera."""
    path = f"/people/{couple.ids[ADIL]}/screening"
    async with couple.web(HIS) as web:
        seen = await web.get(path)
        body = {"answers": [1, 1, 1, 1], "in_private": True}
        answer = await web.post(f"{path}s", json=body, headers={"if-match": seen.headers["etag"]})
    return bool(answer.json()["code"] == "screening.shared_seat")
