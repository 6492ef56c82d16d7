"""The program of a relay: where it is found, how it is started and ended, and the socket that it opens."""

import asyncio
import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import websockets

__all__ = ["PeerFailed", "Process", "Program", "open_socket"]

_UP_TRIES, _UP_PAUSE_S = 150, 0.1
_END_S = 5.0
_LINE_BYTES = 1 << 20


class PeerFailed(Exception):
    """A relay could not be started or refused a request; the text says which."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program that may be on this machine.

    Attributes:
        title: of the relay. usual: its name on the PATH. variable: of the environment, names another place.
    """

    title: str
    usual: str
    variable: str

    def find(self) -> str | None:
        """Its path; None if it is not there."""
        return shutil.which(os.environ.get(self.variable) or self.usual)

    @property
    def path(self) -> str:
        """Its path.

        Raises:
            PeerFailed: it is not there.
        """
        found = self.find()
        if found is None:
            raise PeerFailed(self.how_to)
        return found

    @property
    def how_to(self) -> str:
        """What to do where it is missing."""
        return f"{self.usual} is not on the PATH; set {self.variable} to where it is"


class Process:
    """A program that was started; what it prints as errors goes to a file.

    Attributes:
        raw: the process, whose input and output are pipes if it talks.
    """

    def __init__(self, raw: asyncio.subprocess.Process, log: Path) -> None:
        self.raw = raw
        self._log = log

    @classmethod
    async def start(
        cls,
        command: Sequence[str],
        folder: Path,
        *,
        log: Path,
        talks: bool = False,
    ) -> "Process":
        """Start it.

        Args:
            command: its path and arguments. folder: where it runs. log: gets what it prints as errors.
            talks: it is asked and answers through its standard input and output.
        """
        pipe = asyncio.subprocess.PIPE if talks else asyncio.subprocess.DEVNULL
        with log.open("wb") as errors:
            raw = await asyncio.create_subprocess_exec(
                *command,
                cwd=folder,
                stdin=pipe,
                stdout=pipe,
                stderr=errors,
                limit=_LINE_BYTES,
            )
        return cls(raw, log)

    def failed(self, what: str) -> PeerFailed:
        """A failure with the last line that it printed, or the last that speaks of an error."""
        lines = self._log.read_text(errors="replace").strip().splitlines()
        errors = [line.strip() for line in lines if "rror: " in line]
        return PeerFailed(": ".join([what, *(errors or lines)[-1:]]))

    async def end(self) -> None:
        """End it; idempotent."""
        if self.raw.returncode is None:
            self.raw.terminate()
        try:
            async with asyncio.timeout(_END_S):
                await self.raw.wait()
        except TimeoutError:
            self.raw.kill()
            await self.raw.wait()


async def open_socket(
    process: Process, url: str, subprotocols: Sequence[websockets.Subprotocol] = ()
) -> websockets.ClientConnection:
    """Connect to a websocket of this process, which may still be starting.

    Raises:
        PeerFailed: it ended, or does not answer.
    """
    for _ in range(_UP_TRIES):
        try:
            return await websockets.connect(
                url, subprotocols=list(subprotocols) or None, max_size=None, proxy=None
            )
        except OSError:
            if process.raw.returncode is not None:
                break
            await asyncio.sleep(_UP_PAUSE_S)
    raise process.failed("it does not answer on its websocket")
