"""Rooms of planned sessions over the wire of the real service, in which everybody shows who they are."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest_asyncio

from tests.support.service.before_room import say_everything
from tests.support.service.service import Service, running_service
from tests.support.service.waiting import until
from tests.support.service.wire_client import open_client

THERAPIST, LEILA, ADIL = "Dr. Chidi Okafor", "Leila", "Adil"
PIN = "738104"


class Couple:
    """A service in which a couple's session is open: the two on one camera, and their therapist."""

    def __init__(self, service: Service, ids: dict[str, str], session: str) -> None:
        self.service = service
        self.ids = ids
        self.session = session

    @asynccontextmanager
    async def web(self, name: str | None = None) -> AsyncIterator[httpx.AsyncClient]:
        """Open a browser, signed in as somebody or as nobody."""
        base, origin = f"{self.service.base_url}/api/v1", {"origin": self.service.base_url}
        async with httpx.AsyncClient(base_url=base, headers=origin, timeout=30) as web:
            if name is not None:
                signed_in = await web.post("/sign-in/demo", json={"person": self.ids[name]})
                assert signed_in.status_code == 200, signed_in.text
            yield web

    async def seat_of(self, name: str) -> str:
        """Return the link of somebody's seat; a browser that is signed in as them has opened it."""
        async with self.web(name) as web:

            async def enter() -> dict[str, str] | None:
                """The page asks again as well while the room is being made."""
                answer = await web.post(f"/appointments/{self.session}/enter")
                entry: dict[str, str] = answer.json()
                if entry.get("code") == "session.preparing":
                    return None
                assert answer.status_code == 200, entry
                return entry

            seat = await until(enter, "the room is there")
            opened = await web.post("/tickets", json={"invitation": seat["invitation"]})
            assert opened.status_code == 200, opened.text
            return f"{self.service.base_url}{seat['url']}"

    def presence(self) -> list[str]:
        """Return whose presence in the session is on record."""
        with sqlite3.connect(self.service.database) as reader:
            rows = reader.execute(
                "SELECT person_id FROM presence_intervals WHERE session_id = ?", (self.session,)
            ).fetchall()
        reader.close()
        return [person for (person,) in rows]


async def find_couple(service: Service, kind: str = "couples") -> Couple:
    """Return the couple of the demo whose session is open; or those of its session of another kind."""
    found = Couple(service, {}, "")
    async with found.web() as web:
        people = (await web.get("/sign-in/demo")).json()["items"]
    found.ids = {each["name"]: each["id"] for each in people}
    now = datetime.now(UTC)
    span = {"from": (now - timedelta(hours=2)).isoformat(), "to": (now + timedelta(hours=2)).isoformat()}
    async with found.web("Noor Haddad") as web:
        sessions = (await web.get("/appointments", params=span)).json()["items"]
    (found.session,) = [each["id"] for each in sessions if each["kind"] == kind]
    return found


@pytest_asyncio.fixture
async def couple(tmp_path: Path) -> AsyncIterator[Couple]:
    async with running_service(tmp_path) as service:
        yield await find_couple(service)


def waiting_seat(view: dict[str, Any]) -> dict[str, Any]:
    (seat,) = view["waiting"].values()
    return dict(seat)


def missing(view: dict[str, Any], *people: str) -> list[str]:
    """Return what stands between these people and the room."""
    found = [view.get("readiness", {}).get(person, {}) for person in people]
    return [code for each in found for code in (*each.get("todo", []), *each.get("holds", []))]


async def test_scenario_8_only_one_partner_signs_in(couple: Couple) -> None:
    leila, adil = couple.ids[LEILA], couple.ids[ADIL]
    async with AsyncExitStack() as stack:
        staff = await stack.enter_async_context(open_client(await couple.seat_of(THERAPIST)))
        link = await couple.seat_of(LEILA)
        shared = await stack.enter_async_context(open_client(link))
        seat = shared.view["you"]["seat"]
        await staff.until_view(lambda view: view["waiting"], "the couple waits")
        assert waiting_seat(staff.view)["unproved"] == [adil], "staff see who has not signed in"
        assert shared.view["you"]["space"] == "waiting"
        assert [each["name"] for each in shared.view["you"]["unproved"]] == [ADIL]
        for ask in (staff.ask("seat.admit", seat=seat), staff.ask("seat.admit_all")):
            assert (await ask)["code"] == "admission.unproved"
        async with couple.web(LEILA) as web:
            await say_everything(web, link, leila)
        assert (await shared.ask("person.confirm_absent", person=adil))["code"] == "role.forbidden"
        assert shared.view["you"]["space"] == "waiting", "only staff say that he is not there"
        await staff.until_view(lambda view: not missing(view, leila), "she has agreed and said where she is")
        assert "acknowledge.agreement" in missing(staff.view, adil), "staff see that he has not"
        assert (await staff.ask("person.confirm_absent", person=adil))["type"] == "ok"
        await staff.until_view(lambda view: not missing(view, leila), "she is ready")
        assert (await staff.ask("seat.admit", seat=seat))["type"] == "ok"
        await shared.until_view(lambda view: view["you"]["space"] == "main", "in the room")
        for client in (staff, shared):
            await client.until_view(lambda view: view["seats"][seat]["people"] == [leila], "she is alone")
        assert adil not in staff.view["people"]
        await until_recorded(couple, leila)
        await staff.ask_and_go("session.end")
        await shared.until(lambda client: client.byes, "it is over")
    assert adil not in couple.presence(), "he has no attendance"


async def test_scenario_8_he_signs_in_after_all(couple: Couple) -> None:
    leila, adil = couple.ids[LEILA], couple.ids[ADIL]
    async with couple.web(ADIL) as web:
        assert (await web.put("/me/pin", json={"pin": PIN})).status_code == 204
    async with AsyncExitStack() as stack:
        staff = await stack.enter_async_context(open_client(await couple.seat_of(THERAPIST)))
        link = await couple.seat_of(LEILA)
        shared = await stack.enter_async_context(open_client(link))
        seat = shared.view["you"]["seat"]
        await staff.until_view(lambda view: view["waiting"], "the couple waits")
        proof = {"invitation": link.partition("#")[2], "person": adil}
        async with couple.web() as web:
            wrong = await web.post("/seats/proof", json=proof | {"pin": "640218"})
            assert (wrong.status_code, wrong.json()["code"]) == (403, "sign_in.wrong")
            assert (await staff.ask("seat.admit", seat=seat))["code"] == "admission.unproved"
            assert (await web.post("/seats/proof", json=proof | {"pin": PIN})).status_code == 204
            await say_everything(web, link, leila, adil)
        await staff.until_view(lambda view: not missing(view, leila, adil), "both are ready")
        await staff.until_view(lambda view: "unproved" not in waiting_seat(view), "both have signed in")
        assert (await staff.ask("seat.admit", seat=seat))["type"] == "ok"
        await shared.until_view(lambda view: view["you"]["space"] == "main", "in the room")
        await staff.until_view(lambda view: seat in view["seats"], "one tile")
        assert sorted(staff.view["seats"][seat]["people"]) == sorted([leila, adil])
        await until_recorded(couple, leila, adil)


async def until_recorded(couple: Couple, *people: str) -> None:
    """Wait until these people's presence is on record, and nobody's twice."""

    async def recorded() -> bool:
        return sorted(set(couple.presence()) & set(people)) == sorted(people)

    await until(recorded, "their presence is recorded")
