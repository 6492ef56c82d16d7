"""WebKit for tests: Debian's build of it (WebKitGTK) in its smallest browser, driven by WebDriver (W3C) over HTTP.

As Debian builds it, it makes no connections for sound and picture, so it shows the pages around them. Implements only
what the tests need: one window, and function calls in it.
"""

import asyncio
import json
import os
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from tests.support.service.waiting import until

__all__ = ["WebKitPage", "missing_for_webkit", "open_webkit"]

_CALL_S = 30.0
_STOP_S = 10.0
_PACKAGES = {"WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb"}


def _browser() -> Path | None:
    return next(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"), None)


def missing_for_webkit() -> str | None:
    """Return what is not installed, as the reason for skipping a test."""
    missing = [package for program, package in _PACKAGES.items() if shutil.which(program) is None]
    if not missing and _browser() is None:
        missing = ["WebKitGTK's MiniBrowser"]
    return f"not installed: {', '.join(missing)}" if missing else None


class WebKitPage:
    """One window."""

    def __init__(self, http: httpx.AsyncClient, session: str) -> None:
        self._http = http
        self._session = session

    async def visit(self, url: str) -> None:
        """Load a page."""
        await self._call("url", url=url)

    async def evaluate(self, function: str, argument: object = None) -> Any:
        """Call a function in the page with one argument; returns its JSON result."""
        script = f"return Promise.resolve(({function})(arguments[0])).then((value) => JSON.stringify(value ?? null));"
        return json.loads(await self._call("execute/sync", script=script, args=[argument]))

    async def wait_text(self, text: str) -> None:
        """Wait until the page shows a text."""

        async def look() -> bool:
            return bool(await self.evaluate("(text) => document.body?.innerText.includes(text)", text))

        await until(look, f"“{text}” in WebKit")

    async def _call(self, command: str, **parameters: object) -> Any:
        answer = await self._http.post(f"/session/{self._session}/{command}", json=parameters)
        assert answer.is_success, answer.text
        return answer.json()["value"]


@asynccontextmanager
async def open_webkit() -> AsyncIterator[WebKitPage]:
    """Open a browser with a fresh profile; it is closed when the block ends."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(
            tempfile.TemporaryDirectory(prefix="attune-webkit-", ignore_cleanup_errors=True)
        )
        display = await _open_display(stack)
        environment = os.environ | {"DISPLAY": display, "HOME": folder, "XDG_RUNTIME_DIR": folder}
        port = _free_port()
        await _run(stack, "WebKitWebDriver", f"--port={port}", environment=environment)
        http = await stack.enter_async_context(
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=_CALL_S, trust_env=False)
        )

        async def ready() -> bool:
            with suppress(httpx.TransportError):
                return (await http.get("/status")).is_success
            return False

        await until(ready, "WebKitWebDriver answers")
        options = {"binary": str(_browser()), "args": ["--automation"]}
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        answer = await http.post("/session", json=wanted)
        assert answer.is_success, answer.text
        session = answer.json()["value"]["sessionId"]
        try:
            yield WebKitPage(http, session)
        finally:
            await http.delete(f"/session/{session}")


async def _open_display(stack: AsyncExitStack) -> str:
    reading, writing = os.pipe()
    with os.fdopen(reading) as told:
        try:
            await _run(
                stack,
                *("Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x900x24", "-nolisten", "tcp"),
                pass_fds=(writing,),
            )
        finally:
            os.close(writing)
        number = await asyncio.to_thread(told.readline)
    assert number.strip(), "no display"
    return f":{number.strip()}"


async def _run(
    stack: AsyncExitStack,
    *words: str,
    environment: dict[str, str] | None = None,
    pass_fds: tuple[int, ...] = (),
) -> None:
    """Start a program that ends with the block."""
    process = await asyncio.create_subprocess_exec(
        *words,
        env=environment,
        pass_fds=pass_fds,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    stack.push_async_callback(_stop, process)


async def _stop(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.terminate()
    try:
        async with asyncio.timeout(_STOP_S):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
