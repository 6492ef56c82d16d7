"""Visits the room's page over slow links, a first and a second time, straight and behind Caddy; and other clients."""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from statistics import median
from typing import Final

from playwright.async_api import Browser, async_playwright

from bench.arrivals.service import run_service
from bench.web.caddy import has_caddy, key_of, run_caddy
from bench.web.visit import LINKS, Link, Seen, visit

__all__ = ["Client", "Row", "client_from", "has_browser", "line_of", "measure_web", "table_of"]

_JOIN: Final = "attune-join button"
_FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--use-fake-device-for-media-stream=fps=5",
    "--use-fake-ui-for-media-stream",
)
_CHROMIUM: Final = ("chromium", "chromium-browser")


@dataclass(frozen=True, slots=True)
class Client:
    """A page to visit, and what is pressed there to go in, as a CSS selector."""

    name: str
    url: str
    selector: str


@dataclass(frozen=True, slots=True)
class Row:
    """A client over a link: its first and its second visit."""

    client: str
    link: str
    first: Seen
    second: Seen


def client_from(text: str) -> Client:
    """Read ``NAME,URL,SELECTOR``. Raises ValueError if it is none."""
    parts = text.split(",", 2)
    if len(parts) < len(fields(Client)) or not all(parts) or not parts[1].startswith(("http://", "https://")):
        raise ValueError(f"not NAME,URL,SELECTOR: {text}")
    return Client(*parts)


def has_browser() -> bool:
    """Whether Chromium is installed."""
    return _chromium() is not None


async def measure_web(runs: int, beside: Sequence[Client], note: Callable[[str], None]) -> list[Row]:
    """Measure our client, straight and behind Caddy where that is installed, and the others.

    Args:
        runs: How often; each figure is the median.
        beside: Other clients, which are being served already.
        note: Told what is measured next, and each row as soon as it is there.

    Raises:
        ServiceFailed: Ours did not start.
        CaddyFailed: Caddy did not start.
    """
    rows: list[Row] = []
    async with _ours() as client:
        rows += await _measure(client, runs, note)
    if has_caddy():
        async with _behind_caddy() as (client, key):
            rows += await _measure(client, runs, note, key)
    for client in beside:
        rows += await _measure(client, runs, note)
    return rows


def table_of(rows: Sequence[Row]) -> str:
    """Write the rows as a table of Markdown."""
    lines = ["| client | link | first visit | second | requests | kB |", "|---|---|---|---|---|---|"]
    return "\n".join([*lines, *map(line_of, rows)])


def line_of(row: Row) -> str:
    """Write one row of it."""
    return (
        f"| {row.client} | {row.link} | {row.first.seconds:.2f} s | {row.second.seconds:.2f} s "
        f"| {row.first.requests} / {row.second.requests} "
        f"| {row.first.size / 1_000:.1f} / {row.second.size / 1_000:.1f} |"
    )


@asynccontextmanager
async def _ours() -> AsyncIterator[Client]:
    async with run_service(1, None, None) as service:
        invitation = service.invitations[0][1]
        yield Client("Attune", f"http://localhost:{service.door.port}/join#{invitation}", _JOIN)


@asynccontextmanager
async def _behind_caddy() -> AsyncIterator[tuple[Client, str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"https://localhost:{port}"
    settings = {"ATTUNE_PUBLIC_URL": url, "ATTUNE_TRUSTED_PROXIES": "127.0.0.1"}
    async with (
        run_service(1, None, None, settings) as service,
        run_caddy(port, f"127.0.0.1:{service.door.port}"),
    ):
        key = await asyncio.to_thread(key_of, port)
        yield Client("Attune behind Caddy", f"{url}/join#{service.invitations[0][1]}", _JOIN), key


async def _measure(client: Client, runs: int, note: Callable[[str], None], trusted: str = "") -> list[Row]:
    """Measure over each link; `trusted` is the hash of a certificate's key."""
    rows = []
    flags = [*_FLAGS, f"--ignore-certificate-errors-spki-list={trusted}"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_chromium(), args=flags)
        for link in LINKS:
            note(f"{client.name} over {link.name}")
            pairs = [await _first_and_second(browser, client, link) for _ in range(runs)]
            first, second = (_middle(visits) for visits in zip(*pairs, strict=True))
            rows.append(Row(client.name, link.name, first, second))
            note(line_of(rows[-1]))
        await browser.close()
    return rows


async def _first_and_second(browser: Browser, client: Client, link: Link) -> tuple[Seen, Seen]:
    """Visit with a browser that knows nothing yet, and once more."""
    window = await browser.new_context(permissions=["camera", "microphone"])
    try:
        first = await visit(window, client.url, client.selector, link)
        return first, await visit(window, client.url, client.selector, link)
    finally:
        await window.close()


def _middle(visits: Sequence[Seen]) -> Seen:
    return Seen(
        median(seen.seconds for seen in visits),
        round(median(seen.requests for seen in visits)),
        round(median(seen.size for seen in visits)),
    )


def _chromium() -> str | None:
    return next((found for name in _CHROMIUM if (found := shutil.which(name))), None)
