"""Firefox for tests, driven by WebDriver BiDi: a websocket that the browser itself opens, so no driver is needed.

Implements only what the tests need of the protocol (W3C WebDriver BiDi): one tab, function calls in it, script errors.
"""

import asyncio
import json
import re
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

__all__ = ["FirefoxPage", "firefox", "open_firefox"]

_START_S = 60.0
_CALL_S = 30.0
_STOP_S = 10.0
_LISTENING = re.compile(r"WebDriver BiDi listening on (ws://(\S+):(\d+))")
# A tone and a moving picture as devices, without a permission prompt; autoplay with sound; and no mDNS names in place of
# addresses, because nothing here resolves them.
_PREFERENCES = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    "media.autoplay.default": 0,
    "media.autoplay.blocking_policy": 0,
    "browser.shell.checkDefaultBrowser": False,
    "browser.aboutwelcome.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}

# Connects to a host and port.
Dial = Callable[[tuple[str, int]], socket.socket]

_PRESS = """(name) => {
  const label = (button) => (button.getAttribute('aria-label') ?? button.textContent).trim().replace(/\\s+/g, ' ');
  const found = [...document.querySelectorAll('button')].filter((one) => one.checkVisibility() && label(one) === name);
  found[0]?.click();
  return found.length > 0;
}"""


def firefox() -> str | None:
    """Return the browser's path."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class FirefoxPage:
    """One tab."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._last_id = 0
        self._tab = ""
        self._errors: list[Callable[[str], None]] = []

    async def open(self, url: str) -> None:
        """Start a session and load a page."""
        await self._call("session.new", capabilities={})
        await self._call("session.subscribe", events=["log.entryAdded"])
        self._tab = (await self._call("browsingContext.create", type="tab"))["context"]
        await self.visit(url)

    async def visit(self, url: str) -> None:
        """Load a page in the same tab, also one that differs from the last in nothing but what follows ``#``."""
        await self._call("browsingContext.navigate", context=self._tab, url="about:blank", wait="complete")
        await self._call("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    async def reload(self) -> None:
        """Load the page again, as its user does."""
        await self._call("browsingContext.reload", context=self._tab, wait="complete")

    async def address(self) -> str:
        """Return where the tab is, or where it wants to be and finds nothing."""
        url: str = (await self._call("browsingContext.getTree", root=self._tab))["contexts"][0]["url"]
        return url

    async def shows(self, text: str) -> bool:
        """Return whether the page shows a text now."""
        return bool(await self.evaluate("(text) => document.body.innerText.includes(text)", text))

    def on(self, event: str, take: Callable[[str], None]) -> None:
        """Call `take` with every uncaught script error of the page."""
        assert event == "pageerror"
        self._errors.append(take)

    async def evaluate(self, function: str, argument: object = None) -> Any:
        """Call a function in the page with one argument; returns its JSON result."""
        result = await self._call(
            "script.callFunction",
            functionDeclaration=f"async (text) => JSON.stringify(await ({function})(JSON.parse(text)) ?? null)",
            arguments=[{"type": "string", "value": json.dumps(argument)}],
            target={"context": self._tab},
            awaitPromise=True,
        )
        assert result["type"] == "success", result["exceptionDetails"]["text"]
        return json.loads(result["result"]["value"])

    async def press(self, name: str) -> bool:
        """Press the button of this name; returns whether it exists."""
        return bool(await self.evaluate(_PRESS, name))

    async def _call(self, method: str, **parameters: object) -> dict[str, Any]:
        self._last_id += 1
        await self._socket.send(json.dumps({"id": self._last_id, "method": method, "params": parameters}))
        async with asyncio.timeout(_CALL_S):
            while True:
                message = json.loads(await self._socket.recv())
                if message.get("id") == self._last_id:
                    assert message["type"] == "success", f"{method}: {message}"
                    result: dict[str, Any] = message["result"]
                    return result
                self._note(message)

    def _note(self, message: dict[str, Any]) -> None:
        entry = message.get("params", {})
        if message.get("method") == "log.entryAdded" and entry["type"] == "javascript":
            for take in self._errors:
                take(entry["text"])


@asynccontextmanager
async def open_firefox(program: str, dial: Dial = socket.create_connection) -> AsyncIterator[FirefoxPage]:
    """Open a browser with a fresh profile; it is closed when the block ends.

    Args:
        program: its path.
        dial: connects to the port at which it is driven, which a browser in another network has there.
    """
    with tempfile.TemporaryDirectory(prefix="attune-firefox-", ignore_cleanup_errors=True) as folder:
        lines = (f'user_pref("{key}", {json.dumps(value)});\n' for key, value in _PREFERENCES.items())
        Path(folder, "user.js").write_text("".join(lines))
        process = await asyncio.create_subprocess_exec(
            *(program, "--headless", "--no-remote", "--profile", folder, "--remote-debugging-port", "0"),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stderr is not None
        try:
            async with asyncio.timeout(_START_S):
                url, host, port = await _address(process.stderr)
            async with (
                asyncio.TaskGroup() as tasks,
                connect(
                    f"{url}/session", sock=dial((host, port)), max_size=None, ping_interval=None
                ) as connection,
            ):
                # The rest of its output must be read, or it would block on a full pipe.
                reading = tasks.create_task(process.stderr.read(), name="firefox:log")
                yield FirefoxPage(connection)
                reading.cancel()
        finally:
            with suppress(ProcessLookupError):
                process.terminate()
            try:
                async with asyncio.timeout(_STOP_S):
                    await process.wait()
            except TimeoutError:
                process.kill()
                await process.wait()


async def _address(log: asyncio.StreamReader) -> tuple[str, str, int]:
    """Where it is driven: the URL, and its host and port."""
    while line := await log.readline():
        if found := _LISTENING.search(line.decode(errors="replace")):
            return found[1], found[2], int(found[3])
    raise AssertionError("Firefox ended at its start")
