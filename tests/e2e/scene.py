"""A room of the demo with the people a scenario needs: some at real pages, the others as clients of the wire alone."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from tests.support.browsers.chromium import Browsers, Participant, View
from tests.support.service.service import Service
from tests.support.service.wire_client import WireClient, open_client

__all__ = ["CLASS", "GROUP", "ONE_CAMERA", "TWO_CAMERAS", "Scene", "holder_of", "open_scene", "person_named"]

GROUP = "Tuesday evening group"
ONE_CAMERA = "Couples session, one camera"
TWO_CAMERAS = "Couples session, two cameras"
CLASS = "Class: how stress works"


class Scene:
    """Who is in one room, by the names on their links.

    Attributes:
        clients: Those who have only a socket, and some a voice.
        pages: Those at a real page.
    """

    def __init__(self, links: dict[str, str], browsers: Browsers | None, stack: AsyncExitStack) -> None:
        self.links = links
        self.clients: dict[str, WireClient] = {}
        self.pages: dict[str, Participant] = {}
        self._browsers = browsers
        self._stack = stack

    async def client(self, name: str, *, with_media: bool = False) -> WireClient:
        """Let somebody come by the wire."""
        client = await self._stack.enter_async_context(open_client(self.links[name], with_media=with_media))
        self.clients[name] = client
        return client

    async def page(self, name: str, **context: Any) -> Participant:
        """Let somebody, or the two of a shared seat, come by a page; returns when they wait or are in the room."""
        page = await self.open(name, **context)
        if name.endswith("phone"):
            await page.press("Open my screen")
            await page.wait_view(lambda view: True, "a first view")
        else:
            await page.join()
        return page

    async def open(self, name: str, **context: Any) -> Participant:
        """Open somebody's link in a page and go no further than that."""
        assert self._browsers is not None, "the scene was opened without browsers"
        page = await self._browsers.open(name, self.links[name], **context)
        self._stack.push_async_callback(page.page.context.close)
        self.pages[name] = page
        return page

    async def admit(self, by: str) -> None:
        """Let in, one by one or all at once as the room asks, everybody who has come; returns when all see all."""
        staff = self.clients[by]
        await staff.until_view(lambda view: view["you"]["space"] == "main", "the staff are in the room")
        views = [await page.wait_view(bool, "a view") for page in self.pages.values()]
        views += [client.view for client in self.clients.values()]
        seats = [view["you"]["seat"] for view in views if view["you"]["space"] != "companion"]
        await staff.until_view(
            lambda view: set(seats) <= view["waiting"].keys() | view["seats"].keys(), "all have come"
        )
        if (await staff.ask("seat.admit_all"))["type"] == "error":
            for seat in tuple(staff.view["waiting"]):
                answer = await staff.ask("seat.admit", seat=seat)
                assert answer["type"] == "ok" or answer["code"] == "seat.not_waiting", answer
        await self.all_see(lambda view: set(seats) <= view.get("seats", {}).keys(), "all are in the room")

    async def all_see(self, fits: Callable[[View], object], what: str) -> None:
        """Wait until the view of everybody here fits."""
        for client in self.clients.values():
            await client.until_view(fits, what)
        for page in self.pages.values():
            await page.wait_view(fits, what)

    async def seat(self, name: str) -> str:
        """The seat of a page or a client."""
        if name in self.pages:
            return await self.pages[name].seat()
        seat: str = self.clients[name].view["you"]["seat"]
        return seat


@asynccontextmanager
async def open_scene(service: Service, title: str, browsers: Browsers | None = None) -> AsyncIterator[Scene]:
    """A room in which nobody is yet; all pages and sockets are closed at the end, and no page met an error."""
    async with AsyncExitStack() as stack:
        scene = Scene(service.rooms[title], browsers, stack)
        yield scene
        assert {name: page.errors for name, page in scene.pages.items() if page.errors} == {}


def person_named(view: View, name: str) -> str:
    """The id of the person of this name."""
    return next(person for person, known in view["people"].items() if known["name"] == name)


def holder_of(view: View) -> str | None:
    """The name of the person who has the floor."""
    held = view.get("floor", {}).get("holder")
    name: str | None = view["people"][held["person"]]["name"] if held else None
    return name
