"""Before the room over the wire of the real service: nobody comes in before it is known where they are."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio

from tests.e2e.service.test_planned_rooms import ADIL, LEILA, PIN, THERAPIST, Couple, find_couple, missing
from tests.support.rooms.hurried import HURRY_S
from tests.support.service.before_room import (
    CALIFORNIA,
    TEXAS,
    say_around,
    say_everything,
    say_where,
    sign_documents,
)
from tests.support.service.service import Service, running_service
from tests.support.service.waiting import until
from tests.support.service.wire_client import WireClient, open_client

LEADER, NEWCOMER = "Dr. Maria Rivera", "Jonas"


@pytest_asyncio.fixture
async def couple(tmp_path: Path) -> AsyncIterator[Couple]:
    async with running_service(tmp_path) as service:
        yield await find_couple(service)


async def ask_staff(
    web: httpx.AsyncClient, couple: Couple, person: str, method: str, act: str, body: object = None
) -> httpx.Response:
    """Do what those who lead do on the sheet: look, and then act on what was seen."""
    path = f"/appointments/{couple.session}/preparations/{person}"
    seen = await web.get(path)
    assert seen.status_code == 200, seen.text
    if not act:
        return seen
    return await web.request(method, f"{path}{act}", json=body, headers={"if-match": seen.headers["etag"]})


async def is_refused(staff: WireClient, seat: str) -> str:
    return str((await staff.ask("seat.admit", seat=seat))["code"])


async def test_scenario_7_each_partner_says_where_they_are_and_staff_clear_what_holds_them(
    couple: Couple,
) -> None:
    leila, adil = couple.ids[LEILA], couple.ids[ADIL]
    async with couple.web(ADIL) as web:
        assert (await web.put("/me/pin", json={"pin": PIN})).status_code == 204
    async with AsyncExitStack() as stack:
        staff = await stack.enter_async_context(open_client(await couple.seat_of(THERAPIST)))
        link = await couple.seat_of(LEILA)
        shared = await stack.enter_async_context(open_client(link))
        seat = shared.view["you"]["seat"]
        screen = await stack.enter_async_context(couple.web(LEILA))
        desk = await stack.enter_async_context(couple.web(THERAPIST))
        proof = {"invitation": link.partition("#")[2], "person": adil, "pin": PIN}
        assert (await screen.post("/seats/proof", json=proof)).status_code == 204

        await staff.until_view(lambda view: missing(view, leila), "both have everything before them")
        assert missing(staff.view, leila, adil)[0] == "acknowledge.agreement"
        assert await sign_documents(screen, link, leila, adil) == ["acknowledge.agreement"] * 2
        await staff.until_view(
            lambda view: missing(view, leila, adil) == ["location", "surroundings"] * 2, "both have agreed"
        )
        assert await is_refused(staff, seat) == "admission.todo"
        assert shared.view["you"]["todo"] == {
            leila: ["location", "surroundings"],
            adil: ["location", "surroundings"],
        }
        hers = await say_where(screen, link, leila, TEXAS)
        assert hers["offer"]["place"]["phone"] == "", "her phone is not on the screen that both look at"
        assert await sign_documents(screen, link, leila) == ["sign.telehealth"], "Texas asks for its own"
        await say_around(screen, link, leila, "child")
        await say_where(screen, link, adil, CALIFORNIA)
        assert await sign_documents(screen, link, adil) == ["sign.telehealth"]

        await staff.until_view(
            lambda view: missing(view, leila, adil) == ["licence", "licence", "location.verbal"],
            "outside every licence, and California wants it aloud",
        )
        assert staff.view["readiness"][leila]["notes"] == ["not_alone", "child_present"]
        assert await is_refused(staff, seat) == "admission.held"
        assert "todo" not in shared.view["you"], "the couple's screen says nothing of what holds them"
        assert "readiness" not in shared.view

        waived = {"hold": "licence", "reason": "supervisor"}
        for person in (leila, adil):
            answer = await ask_staff(desk, couple, person, "POST", "/waive", waived)
            assert answer.status_code == 200, answer.text
        await staff.until_view(lambda view: missing(view, leila, adil) == ["location.verbal"], "waived")
        assert await is_refused(staff, seat) == "admission.held"
        confirmed = await ask_staff(desk, couple, adil, "POST", "/confirm")
        assert confirmed.json()["confirmed"]["by"] == couple.ids[THERAPIST]
        await staff.until_view(lambda view: not missing(view, leila, adil), "nothing is left")
        assert (await staff.ask("seat.admit", seat=seat))["type"] == "ok"
        await shared.until_view(lambda view: view["you"]["space"] == "main", "in the room")
    assert noted(couple) >= {
        "preparation.say",
        "preparation.read",
        "preparation.waive",
        "preparation.confirm",
    }
    assert_nothing_is_readable(couple)


async def test_who_cannot_say_it_is_asked_by_staff_and_a_restart_forgets_nothing(couple: Couple) -> None:
    leila, adil = couple.ids[LEILA], couple.ids[ADIL]
    async with AsyncExitStack() as stack:
        link = await couple.seat_of(LEILA)
        staff = await stack.enter_async_context(open_client(await couple.seat_of(THERAPIST)))
        shared = await stack.enter_async_context(open_client(link))
        seat = shared.view["you"]["seat"]
        screen = await stack.enter_async_context(couple.web(LEILA))
        await sign_documents(screen, link, leila)
        await say_where(screen, link, leila, None)
        held = ["location.unknown", "surroundings.unknown"]
        await staff.until_view(lambda view: missing(view, leila) == held, "staff see that she cannot say it")
        assert (await staff.ask("person.confirm_absent", person=adil))["type"] == "ok"
        assert await is_refused(staff, seat) == "admission.held"
    await couple.service.restart()
    async with AsyncExitStack() as stack:
        staff = await stack.enter_async_context(open_client(await couple.seat_of(THERAPIST)))
        shared = await stack.enter_async_context(open_client(await couple.seat_of(LEILA)))
        seat = shared.view["you"]["seat"]
        await staff.until_view(lambda view: missing(view, leila) == held, "as before")
        desk = await stack.enter_async_context(couple.web(THERAPIST))
        place = {**TEXAS, "state": "NY", "city": "New York"}
        assert (await ask_staff(desk, couple, leila, "PUT", "/place", place)).status_code == 200
        waived = {"hold": "surroundings.unknown", "reason": "asked"}
        assert (await ask_staff(desk, couple, leila, "POST", "/waive", waived)).status_code == 200
        await staff.until_view(lambda view: not missing(view, leila), "she is ready")
        await staff.ask("person.confirm_absent", person=adil)
        assert (await staff.ask("seat.admit", seat=seat))["type"] == "ok"


async def let_in(stack: AsyncExitStack, group: Couple, staff: WireClient, name: str) -> WireClient:
    """Let somebody sign, say where they are, and come in."""
    person, link = group.ids[name], await group.seat_of(name)
    client = await stack.enter_async_context(open_client(link))
    async with group.web(name) as web:
        await say_everything(web, link, person)
    await staff.until_view(lambda view: not missing(view, person), f"{name} is ready")
    seat = client.view["you"]["seat"]
    await staff.until_view(lambda view: seat in view["waiting"], f"{name} waits")
    assert (await staff.ask("seat.admit", seat=seat))["type"] == "ok"
    await client.until_view(lambda view: view["you"]["space"] == "main", f"{name} is in the room")
    return client


async def test_scenario_6_a_late_joiner_signs_waits_for_the_break_and_comes_last_in_the_round(
    tmp_path: Path,
) -> None:
    async with running_service(tmp_path, hurried=True) as service, AsyncExitStack() as stack:
        group = await find_couple(service, "group")
        ana, ben, late = (group.ids[name] for name in ("Ana", "Ben", NEWCOMER))
        staff = await stack.enter_async_context(open_client(await group.seat_of(LEADER)))
        for name in ("Ana", "Ben"):
            await let_in(stack, group, staff, name)
        leader = group.ids[LEADER]
        seq = staff.view["floor"]["seq"]
        started = await staff.ask(
            "protocol.start", person=leader, expected_seq=seq, protocol="go_round", options={"order": "seat"}
        )
        assert started["type"] == "ok", started
        await act(staff, leader, "begin")
        await hurry(service, staff, 2)

        link = await group.seat_of(NEWCOMER)
        client = await stack.enter_async_context(open_client(link))
        seat = client.view["you"]["seat"]
        await staff.until_view(lambda view: view["waiting"].get(seat, {}).get("late"), "she is late")
        screen = await stack.enter_async_context(group.web(NEWCOMER))
        await staff.until_view(lambda view: "sign.agreement" in missing(view, late), "and has not signed")
        desk = await stack.enter_async_context(group.web(LEADER))
        assert documents(await ask_staff(desk, group, late, "GET", "")) == {
            "agreement": "sign",
            "group": "sign",
        }
        assert await is_refused(staff, seat) == "admission.todo"
        await sign_documents(screen, link, late)
        await say_where(screen, link, late)
        await sign_documents(screen, link, late)
        await say_around(screen, link, late)
        await staff.until_view(lambda view: not missing(view, late), "she is ready")
        sheet = await ask_staff(desk, group, late, "GET", "")
        assert sheet.json()["place"]["address"] == "1 River Street"
        assert set(documents(sheet).values()) == {"signed"}

        assert (await staff.ask("protocol.pause"))["type"] == "ok"
        assert (await staff.ask("seat.admit", seat=seat))["type"] == "ok"
        await client.until_view(lambda view: view["you"]["space"] == "main", "in at the break")
        assert (await staff.ask("protocol.resume"))["type"] == "ok"
        await staff.until_view(lambda view: view["floor"].get("holder"), "the round goes on")
        order = [staff.view["floor"]["holder"]["person"], *staff.view["run"]["next"]]
        assert order[-1] == late, "she comes last"
        assert set(order) <= {ana, ben, late}


async def hurry(service: Service, client: WireClient, times: int) -> None:
    """Let five minutes pass so often, one after the other: signals that wait together count as one."""
    for _ in range(times):
        before = (await client.ask("ping"))["server_time"]
        service.hurry()

        async def passed(before: float = before) -> bool:
            return bool((await client.ask("ping"))["server_time"] > before + HURRY_S / 2)

        await until(passed, "five minutes have passed")


async def act(client: WireClient, person: str, action: str) -> None:
    seq = client.view["floor"]["seq"]
    done = await client.ask("protocol.act", person=person, expected_seq=seq, action=action, values={})
    assert done["type"] == "ok", done


def documents(answer: httpx.Response) -> dict[str, str]:
    return {each["kind"]: each["state"] for each in answer.json()["documents"]}


async def test_who_takes_a_consent_back_waits_again_and_the_others_are_told_nothing(
    couple: Couple,
) -> None:
    group = await find_couple(couple.service, "group")
    ana = group.ids["Ana"]
    async with AsyncExitStack() as stack:
        staff = await stack.enter_async_context(open_client(await group.seat_of(LEADER)))
        hers = await let_in(stack, group, staff, "Ana")
        other = await let_in(stack, group, staff, "Ben")
        page = await stack.enter_async_context(group.web("Ana"))
        signed = (await page.get("/me/agreements")).json()["signed"]
        (grant,) = [each["id"] for each in signed if each["kind"] == "group"]
        assert (await page.post(f"/me/agreements/{grant}/withdraw")).status_code == 200

        await hers.until_view(lambda view: view["you"]["space"] == "waiting", "out with care")
        assert hers.view["you"]["todo"] == {ana: ["sign.group"]}
        await staff.until_view(lambda view: missing(view, ana) == ["sign.group"], "staff see what")
        assert staff.view["readiness"][ana]["notes"] == ["withdrawn.group"]
        await other.until_view(lambda view: hers.view["you"]["seat"] not in view["seats"], "she is out")
        for told in (other.view, other.events):
            assert "withdrawn" not in str(told)
            assert "sign." not in str(told)
        assert await sign_documents(page, await group.seat_of("Ana"), ana) == ["sign.group"]
        await staff.until_view(lambda view: not missing(view, ana), "she has signed again")
        assert (await staff.ask("seat.admit", seat=hers.view["you"]["seat"]))["type"] == "ok"
        await hers.until_view(lambda view: view["you"]["space"] == "main", "back in the room")


def noted(couple: Couple) -> set[str]:
    return {action for (action,) in rows(couple, "SELECT action FROM audit_entries")}


def assert_nothing_is_readable(couple: Couple) -> None:
    stored = repr(rows(couple, "SELECT * FROM preparations"))
    for secret in (TEXAS["address"], TEXAS["phone"], "Austin", "child", "supervisor"):
        assert secret not in stored


def rows(couple: Couple, query: str) -> list[Any]:
    with sqlite3.connect(couple.service.database) as reader:
        found = reader.execute(query).fetchall()
    reader.close()
    return found
