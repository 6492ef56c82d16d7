"""Takes pictures of every protocol in its main step from the real service: `make pictures`.

A therapist, a member and a couple on one camera are real pages; their co-therapist, their phones and the others are
clients without a browser that drive the room. Writes PROTOCOL-WHO-SIZE.png, and a contact sheet for each protocol, to a
folder.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from playwright.async_api import ViewportSize

from tests.e2e.group import COUPLE, STAFF
from tests.e2e.screenshots import PORTRAITS
from tests.support.browsers.chromium import Participant, open_browsers
from tests.support.service.service import Service, running_service
from tests.support.service.wire_client import WireClient, open_client

SIZES = {"desktop": ViewportSize(width=1280, height=800), "phone": ViewportSize(width=390, height=844)}
PAGES = (STAFF, "Ana", COUPLE)
_FACILITATOR = "Sam"


class Room:
    """The people of the demo group, and how to drive a protocol with them."""

    def __init__(self, pages: dict[str, Participant], clients: dict[str, WireClient]) -> None:
        self.pages = pages
        self.clients = clients

    @property
    def view(self) -> dict[str, Any]:
        """Return the co-therapist's view."""
        return self.clients[_FACILITATOR].view

    def id_of(self, name: str) -> str:
        """Return a person's id by name."""
        return next(person for person, known in self.view["people"].items() if known["name"] == name)

    async def start(self, protocol: str, **options: Any) -> None:
        """Start a protocol as the co-therapist."""
        await self._ask(_FACILITATOR, "protocol.start", protocol=protocol, options=options)

    async def act(self, name: str, action: str, **values: Any) -> None:
        """Take an action: through the person's wire client, or, without values, on their page."""
        if name in self.clients:
            await self._ask(name, "protocol.act", action=action, values=values)
            return
        step = self.view["run"]["step"], self.view["floor"]["seq"]
        await self.pages[name].page.locator(f"[data-act='{action}']").first.click()
        await self.clients[_FACILITATOR].until_view(
            lambda view: (view.get("run", {}).get("step"), view["floor"]["seq"]) != step, f"{name}: {action}"
        )

    async def step(self, step: str) -> None:
        """Wait for a step."""
        await self.clients[_FACILITATOR].until_view(
            lambda view: view.get("run", {}).get("step") == step, f"the step {step}"
        )

    async def stop(self) -> None:
        """Stop everything that runs."""
        while self.view.get("run"):
            number = self.view["run"]["number"]
            if self.view["run"]["protocol"] == "closing_round":
                # A person's answer must be acknowledged before the round can be stopped.
                await self.act(_FACILITATOR, "acknowledge", person=[self.id_of("Ben")], done="call")
            await self._ask(_FACILITATOR, "protocol.abort", fresh=False)
            await self.clients[_FACILITATOR].until_view(
                lambda view, number=number: view.get("run", {}).get("number") != number, "the run is over"
            )
        if self.view["floor"].get("holder"):
            await self._ask(_FACILITATOR, "floor.revoke")

    async def _ask(self, name: str, kind: str, *, fresh: bool = True, **fields: Any) -> None:
        client = self.clients[name]
        if kind in ("protocol.start", "protocol.act"):
            fields["person"] = client.view["you"]["people"][0]
        if fresh:
            fields["expected_seq"] = client.view["floor"]["seq"]
        answer = await client.ask(kind, **fields)
        assert answer["type"] == "ok", (name, kind, fields, answer)


async def _go_round(room: Room) -> None:
    await room.start("go_round", kind="comment", think_s=0)
    await room.step("turns")
    await room.clients[_FACILITATOR].until_view(lambda view: view["floor"].get("holder"), "a turn")


async def _talking_piece(room: Room) -> None:
    await room.start("talking_piece")
    await room.act(_FACILITATOR, "to_agreements")
    for name in ("Ana", "Ben", "Chloe", "Dev", "Elena", "Finn"):
        await room.act(name, "confirm")
    await room.step("piece")


async def _speaker_listener(room: Room) -> None:
    await room.start("speaker_listener", people=[room.id_of("Elena"), room.id_of("Finn")])
    for name in ("Elena", "Finn"):
        await room.act(name, "agree")
    for name in ("Elena", "Finn"):
        await room.act(name, "acknowledge")
    await room.act("Elena", "said")
    await room.step("paraphrase")


async def _imago(room: Room) -> None:
    await room.start("imago", people=[room.id_of("Ben"), room.id_of("Ana")])
    await room.act("Ana", "now")
    await room.step("send")


async def _time_out(room: Room) -> None:
    await room.start("time_out", kind="full", people=[room.id_of("Elena"), room.id_of("Finn")])
    for name in ("Elena", "Finn"):
        await room.act(name, "acknowledge")
    await room.step("cool_down")


async def _reflect_first(room: Room) -> None:
    await room.start("reflect_first", first=[room.id_of("Ben")])
    await room.clients[_FACILITATOR].until_view(lambda view: view["floor"].get("holder"), "a turn")


async def _fishbowl(room: Room) -> None:
    await room.start("fishbowl")
    await room.act(_FACILITATOR, "cast", people=[room.id_of(name) for name in ("Ana", "Ben", "Chloe")])
    await room.act(_FACILITATOR, "open")
    await room.step("inner_live")


async def _feedback_round(room: Room) -> None:
    await room.start("feedback_round", receiver=[room.id_of("Ana")])
    await room.step("consent")


async def _closing_round(room: Room) -> None:
    await room.start("closing_round")
    for step in ("announce", "words"):
        await room.step(step)
        await room.act(_FACILITATOR, "go_on")
    await room.step("exit_check")
    await room.act("Ben", "answer", number=9, call=True)


async def _grounding(room: Room) -> None:
    await room.start("grounding", script="paced_breath")
    await room.step("guided")


async def _protected_silence(room: Room) -> None:
    await room.start("protected_silence", seconds="60")


async def _crisis_break(room: Room) -> None:
    await room.start("crisis_break")


async def _guided_discussion(room: Room) -> None:
    await room.start("guided_discussion", deck="trust")


_WORDS = {"Ben": "hopeful", "Chloe": "worn_out", "Elena": "nervous", "Finn": "trusting"}


async def _feelings_check_in(room: Room) -> None:
    await room.start("feelings_check_in")
    for strength, (name, word) in enumerate(_WORDS.items(), 4):
        await room.act(name, "pick", feeling=word, strength=strength, shown=True)
    await room.act("Dev", "pick", feeling="lonely", strength=8, shown=False)
    ana = room.pages["Ana"].page
    await ana.locator(".petal").nth(1).click()
    await ana.locator(".petal-word").nth(1).click()


async def _feelings_said_back(room: Room) -> None:
    await _feelings_check_in(room)
    await room.act(_FACILITATOR, "begin")
    await room.step("reflecting")
    await room.clients[_FACILITATOR].until_view(lambda view: view["floor"].get("holder"), "a turn")


SCENES: dict[str, Callable[[Room], Awaitable[None]]] = {
    "go_round": _go_round,
    "talking_piece": _talking_piece,
    "speaker_listener": _speaker_listener,
    "imago": _imago,
    "time_out": _time_out,
    "reflect_first": _reflect_first,
    "fishbowl": _fishbowl,
    "feedback_round": _feedback_round,
    "closing_round": _closing_round,
    "grounding": _grounding,
    "protected_silence": _protected_silence,
    "crisis_break": _crisis_break,
    "guided_discussion": _guided_discussion,
    "feelings_check_in": _feelings_check_in,
    "feelings_said_back": _feelings_said_back,
}


@asynccontextmanager
async def open_room(service: Service) -> AsyncIterator[Room]:
    """Put everybody in the room: three pages and seven wire clients."""
    async with AsyncExitStack() as stack:
        browsers = await stack.enter_async_context(open_browsers())
        links = service.links
        clients = {}
        for name in (_FACILITATOR, "Ben", "Chloe", "Dev", "Elena's phone", "Finn's phone"):
            who = name.removesuffix("'s phone")
            clients[who] = await stack.enter_async_context(open_client(links[name]))
        pages = {name: await browsers.open(name, links[name], portrait=PORTRAITS[name]) for name in PAGES}
        for page in pages.values():
            await page.join()
        sam = clients[_FACILITATOR]
        await sam.until_view(lambda view: len(view.get("waiting", {})) >= 5, "all have come")
        await sam.ask("seat.admit_all")
        await sam.until_view(lambda view: len(view["seats"]) == 7, "all are in")
        for page in pages.values():
            await page.wait_view(lambda view: len(view.get("seats", {})) == 7, "all are in the room")
        yield Room(pages, clients)


async def take(room: Room, scene: str, folder: Path) -> None:
    """Take one scene from every page, in every size."""
    for who, participant in room.pages.items():
        for size, viewport in SIZES.items():
            await participant.page.set_viewport_size(viewport)
            await participant.page.evaluate(
                "() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 150)))"
            )
            name = who.split()[-1].lower()
            await participant.page.screenshot(path=folder / f"{scene}-{name}-{size}.png")


async def main(folder: Path, wanted: list[str]) -> None:
    """Take the pictures of all scenes, or of the wanted ones."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {"ATTUNE_PICTURE_HEIGHT": "180"}
    with tempfile.TemporaryDirectory() as data:
        async with running_service(Path(data), **settings) as service, open_room(service) as room:
            for scene in wanted or SCENES:
                await SCENES[scene](room)
                await take(room, scene, folder)
                print(scene)
                await room.stop()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2:]))
