"""Every page of the clinic, as `routes.js` lists them, with the people of the demo who may visit each."""

import json
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import Page, expect

__all__ = ["CLIENT", "DIRECTOR", "STRANGER", "Place", "drawn", "places", "states"]

STRANGER, DIRECTOR, CLIENT = "", "Dr. Elena Morales", "Ana"
"""Somebody who is not signed in, one of the staff with every role, and a client."""

_ROUTES = "app/web/clinic/core/routing/routes.js"
_VISITORS = {"anyone": STRANGER, "staff": DIRECTOR, "client": CLIENT, "both": CLIENT}
# What a page also shows by its address, beside its tabs.
_BESIDES = {
    "/schedule": ("?view=day",),
    "/people": ("?kind=staff", "?state=archived"),
    "/people/{id}": ("?kind=staff",),
    "/welcome": ("#unknown",),
}
_LISTS = {"/people": "/people?q=Ana", "/groups": "/cohorts", "/documents": "/documents"}


@dataclass(frozen=True, slots=True)
class Place:
    """A page and who visits it.

    Attributes:
        route: Its pattern: ``/people/{id}``.
        path: Its address with the ids of something of the demo.
    """

    route: str
    path: str
    visitor: str


def _routes() -> list[dict[str, Any]]:
    """Ask the client itself, so that no page is forgotten."""
    script = f"import {{ ROUTES }} from './{_ROUTES}'; console.log(JSON.stringify(ROUTES))"
    node = str(Path(sys.executable).with_name("node"))
    ran = subprocess.run(
        [node, "--input-type=module", "-e", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    found: list[dict[str, Any]] = json.loads(ran.stdout)
    return found


async def places(staff: Page, base_url: str) -> list[Place]:
    """Return every page; ``staff`` is the director's window, who finds what has an id."""
    found = []
    for route in _routes():
        pattern, visitor = str(route["path"]), _VISITORS[route["side"]]
        for besides in ("", *_BESIDES.get(pattern, ())):
            path = (
                await _with_id(staff, base_url, pattern, besides) if "{id}" in pattern else pattern + besides
            )
            found.append(Place(pattern + besides, path, visitor))
    return [*found, Place("/nowhere", "/nowhere", DIRECTOR)]


async def _with_id(staff: Page, base_url: str, pattern: str, besides: str) -> str:
    start = pattern.partition("/{id}")[0]
    now = datetime.now(UTC)
    days = [(now + timedelta(days=by)).strftime("%Y-%m-%dT%H:%M:%SZ") for by in (-8, 1)]
    lists = {**_LISTS, "/sessions": f"/appointments?from={days[0]}&to={days[1]}"}
    asked = start + besides if besides else lists.get(start, start)
    answer = await staff.request.get(f"{base_url}/api/v1{asked}")
    assert answer.ok, f"{asked}: {answer.status}"
    first = (await answer.json())["items"][0]
    return pattern.replace("{id}", str(first["id"]))


async def drawn(page: Page) -> None:
    """Wait until a page shows what it has loaded."""
    await expect(page.locator("h1").first).to_be_attached()
    await expect(page.locator(".skeleton")).to_have_count(0)


async def states(page: Page) -> AsyncIterator[str]:
    """Go over the tabs of a page; the first one is what it shows by itself."""
    tabs = page.get_by_role("tab")
    for index in range(max(1, await tabs.count())):
        if index:
            await tabs.nth(index).click()
            await drawn(page)
        yield await tabs.nth(index).inner_text() if await tabs.count() else ""
