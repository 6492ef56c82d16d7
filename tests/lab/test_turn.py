"""TURN with the shipped files and a real coturn: media passes, and nothing else can be reached through it.

The machine has a private address, and its public address is elsewhere, as in most clouds.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser

from app.live.turn import TurnCredentials
from media.pool.pool import PoolOptions
from rooms.model.ids import SeatId
from tests.lab.room import chromium, open_browser, open_relay
from tests.support.browsers.netlab import NetLab, missing_for_netlab, open_netlab
from tests.support.browsers.voices import MEMBER

PUBLIC_ADDRESS = "203.0.113.10"
SECRET = "a secret of this test only"
SCRIPT = Path(__file__).parents[2] / "deploy" / "coturn.sh"
CHECK = Path(__file__).parents[2] / "app" / "web" / "room" / "core" / "media" / "network-check.js"
SILENT_PORT = 3999
CLOSED_WITHIN_MS = 1500
"""For a network on which nobody answers; there the check takes all of its time."""
EVERYWHERE = [
    *(
        "10.78.0.2",
        "10.0.0.1",
        "127.0.0.1",
        "0.0.0.0",
        "169.254.169.254",
        "192.168.1.1",
        "172.17.0.1",
        "100.64.0.1",
    ),
    *("::1", "::", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "64:ff9b::7f00:1"),
    *("fd00::1", "fe80::1", "224.0.0.1", "255.255.255.255"),
]

missing = missing_for_netlab() or (None if shutil.which("turnserver") else "not installed: coturn")
pytestmark = pytest.mark.skipif(missing is not None, reason=str(missing))


@contextmanager
def running_coturn(lab: NetLab, client: str, address: str, folder: Path) -> Iterator[int]:
    """coturn in the server's namespace, started as docs/deploy.md says; its process id once a client can use it."""
    secret = folder / "turn-secret"
    secret.write_text(SECRET)
    environment = {
        **os.environ,
        "DOMAIN": "attune.test",
        "PUBLIC_IP": PUBLIC_ADDRESS,
        "PRIVATE_IP": address,
        "TURN_SECRET_FILE": str(secret),
        "TMPDIR": str(folder),
    }
    process = subprocess.Popen(
        ["ip", "netns", "exec", lab.server, str(SCRIPT)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        # A request is retransmitted until somebody answers (RFC 8489 §6.2.1).
        ask(lab, client, address, [PUBLIC_ADDRESS])
        yield process.pid
    finally:
        process.terminate()
        process.wait(10)


async def check_network(browser: Browser, server: dict[str, object], **options: int) -> str:
    """The verdict of the client's own check, through these servers alone."""
    page = await (await browser.new_context()).new_page()
    source = base64.b64encode(CHECK.read_bytes()).decode()
    verdict: str = await page.evaluate(
        """async ([source, server, options]) => {
          const { checkNetwork } = await import(`data:text/javascript;base64,${source}`);
          return checkNetwork([server], options);
        }""",
        [source, server, options],
    )
    return verdict


def credentials() -> tuple[str, str]:
    """The credentials the service would give a seat."""
    (found,) = TurnCredentials(("turn:unused",), SECRET, timedelta(hours=1)).credentials(
        SeatId("se_1"), time.time()
    )
    return found.username, found.credential


def ask(lab: NetLab, namespace: str, server: str, addresses: Sequence[str]) -> dict[str, int]:
    """The server's answers to a client in this namespace that wants to reach the addresses."""
    done = subprocess.run(
        [
            *("ip", "netns", "exec", namespace, sys.executable, "-m", "tests.support.relay.turn_probe"),
            *(server, *credentials(), *addresses),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(done.stdout)


def test_turn_leads_to_the_relay_and_nowhere_else(tmp_path: Path) -> None:
    with open_netlab() as lab:
        namespace, address = lab.add_wire()
        with running_coturn(lab, namespace, address, tmp_path):
            assert ask(lab, namespace, address, [PUBLIC_ADDRESS]) == {PUBLIC_ADDRESS: 0}
            refused = ask(lab, namespace, address, EVERYWHERE)
    # 403 Forbidden, 443 Peer Address Family Mismatch.
    assert {place: code for place, code in refused.items() if code not in {403, 443}} == {}


def test_no_list_of_processes_shows_the_secret(tmp_path: Path) -> None:
    with open_netlab() as lab:
        namespace, address = lab.add_wire()
        with running_coturn(lab, namespace, address, tmp_path) as pid:
            shown = Path(f"/proc/{pid}/cmdline").read_text()
            assert "turnserver" in shown
            assert SECRET not in shown
            assert SECRET not in Path(f"/proc/{pid}/environ").read_text()


@pytest.mark.browser
@pytest.mark.parametrize("transport", ["udp", pytest.param("tcp", marks=pytest.mark.slow)])
@pytest.mark.alone
async def test_people_whose_network_allows_only_turn_hear_and_see(transport: str, tmp_path: Path) -> None:
    username, credential = credentials()
    with open_netlab() as lab:
        namespace, address = lab.add_wire()
        server: dict[str, object] = {
            "urls": f"turn:{address}:3478?transport={transport}",
            "username": username,
            "credential": credential,
        }
        options = PoolOptions(announce=(PUBLIC_ADDRESS,), bind=("0.0.0.0",))
        async with AsyncExitStack() as stack:
            stack.enter_context(running_coturn(lab, namespace, address, tmp_path))
            room = await stack.enter_async_context(
                open_relay(options, lab.program(lab.server, sys.executable))
            )
            browser = await stack.enter_async_context(
                open_browser(MEMBER, lab.program(namespace, chromium()))
            )
            ann = await room.join("ann", browser, ice_servers=[server])
            ben = await room.join("ben", browser, ice_servers=[server])
            await ann.gets(ben.slot)
            await ben.gets(ann.slot)
            assert await ann.turn_protocol() == transport
            # What the page before the room would have said.
            silent = f"turn:{address}:{SILENT_PORT}?transport=udp"
            verdict = await check_network(browser, server | {"urls": [silent, server["urls"]]})
            assert verdict == {"udp": "direct", "tcp": "detour"}[transport]
            blocked = await check_network(browser, server | {"urls": [silent]}, within_ms=CLOSED_WITHIN_MS)
            assert blocked == "blocked"
