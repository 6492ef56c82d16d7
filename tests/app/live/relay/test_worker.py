"""A relay process, started as the service starts it."""

import asyncio
import json
import socket
import sys

from app.live.relay import worker as relay_worker
from media.control import FrameDecoder, FromWorker, Ready


async def test_its_log_lines_are_json_through_the_allow_list() -> None:
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", relay_worker.__name__, "--log-level", "info"),
        *("--control-fd", str(theirs.fileno()), "--announce", "127.0.0.1", "--bind", "127.0.0.1"),
        pass_fds=[theirs.fileno()],
        stderr=asyncio.subprocess.PIPE,
    )
    theirs.close()
    decoder: FrameDecoder[FromWorker] = FrameDecoder(FromWorker)  # type: ignore[arg-type]
    loop = asyncio.get_running_loop()
    async with asyncio.timeout(30):
        (ready,) = decoder.feed(await loop.sock_recv(ours, 4096))
        assert isinstance(ready, Ready)
        await loop.sock_sendall(ours, b"\xff" * 64)
        _, log = await process.communicate()
    ours.close()
    (line,) = [json.loads(text) for text in log.splitlines()]
    assert (line["logger"], line["level"], line["event"]) == (
        "media.worker.process",
        "warning",
        "worker.control_broken",
    )
