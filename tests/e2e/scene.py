"""A demo room with the people a scenario needs: some at real pages, the others as wire clients only."""

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
    """The people in one room, by the names on their links.

    Attributes:
        clients: Those who have only a socket; some also have a voice.
        pages: Those at a real page.
    """

    def __init__(self, links: dict[str, str], browsers: Browsers | None, stack: AsyncExitStack) -> None:
        self.links = links
        self.clients: dict[str, WireClient] = {}
        self.pages: dict[str, Participant] = {}
        self._browsers = browsers
        self._stack = stack

    async def client(self, name: str, *, with_media: bool = False) -> WireClient:
        """Join somebody as a wire client."""
        client = await self._stack.enter_async_context(open_client(self.links[name], with_media=with_media))
        self.clients[name] = client
        return client

    async def page(self, name: str, **context: Any) -> Participant:
        """Join somebody, or the two of a shared seat, at a page; returns once they wait or are in the room."""
        page = await self.open(name, **context)
        if name.endswith("phone"):
            await page.press("Open my screen")
            await page.wait_view(lambda view: True, "a first view")
        else:
            await page.join()
        return page

    async def open(self, name: str, **context: Any) -> Participant:
        """Open somebody's link in a page without joining."""
        assert self._browsers is not None, "the scene was opened without browsers"
        page = await self._browsers.open(name, self.links[name], **context)
        self._stack.push_async_callback(page.page.context.close)
        self.pages[name] = page
        return page

    async def admit(self, by: str) -> None:
        """Admit everybody who waits, one by one or all at once as the room requires; returns once all see all."""
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
        """Wait until everybody's view satisfies the condition."""
        for client in self.clients.values():
            await client.until_view(fits, what)
        for page in self.pages.values():
            await page.wait_view(fits, what)

    async def seat(self, name: str) -> str:
        """Return the seat of a page or a client."""
        if name in self.pages:
            return await self.pages[name].seat()
        seat: str = self.clients[name].view["you"]["seat"]
        return seat


@asynccontextmanager
async def open_scene(service: Service, title: str, browsers: Browsers | None = None) -> AsyncIterator[Scene]:
    """Open an empty room. At the end all pages and sockets are closed, and no page may have had an error."""
    async with AsyncExitStack() as stack:
        scene = Scene(service.rooms[title], browsers, stack)
        yield scene
        assert {name: page.errors for name, page in scene.pages.items() if page.errors} == {}


def person_named(view: View, name: str) -> str:
    """Return the id of the person with this name."""
    return next(person for person, known in view["people"].items() if known["name"] == name)


def holder_of(view: View) -> str | None:
    """Return the name of the holder."""
    held = view.get("floor", {}).get("holder")
    name: str | None = view["people"][held["person"]]["name"] if held else None
    return name
