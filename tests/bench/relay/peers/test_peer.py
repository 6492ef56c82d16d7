import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from bench.relay.client import LightClient
from bench.relay.peers.peer import PeerRelay
from bench.relay.peers.program import Program
from bench.relay.seat import Seat


class Waiting(PeerRelay):
    program = Program("Python", sys.executable, "PYTHON_BIN")

    async def start(self) -> int:
        self.keep(asyncio.Event().wait())  # type: ignore[arg-type]
        return await self.launch([self.program.path, "-c", "input()"], talks=True)

    async def join(self, seat: Seat) -> None:
        raise NotImplementedError

    async def receive(self, seat: Seat) -> AsyncIterator[LightClient]:
        raise NotImplementedError
        yield


async def test_stopping_ends_its_program_and_what_was_kept(tmp_path: Path) -> None:
    async with asyncio.TaskGroup() as tasks:
        relay = Waiting(tmp_path, tasks, 2)
        pid = await relay.start()
        assert relay.process.raw.pid == pid
        await relay.stop()
    assert relay.process.raw.returncode is not None


async def test_what_never_started_is_stopped(tmp_path: Path) -> None:
    async with asyncio.TaskGroup() as tasks:
        await Waiting(tmp_path, tasks, 2).stop()
