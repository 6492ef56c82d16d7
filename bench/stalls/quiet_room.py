"""Two people in a quiet room, one speaking and one listening, in a process of their own.

The trouble must not share their event loop. The process is told what to do by lines of JSON, each of which it answers
with one: `{"offers": [speaker's, listener's]}` gives the answers, `connect` connects and starts to speak, `mark` begins
a stretch of time, and `read` ends it and gives its figures.
"""

import asyncio
import dataclasses
import json
import os
import sys
from collections.abc import Sequence
from typing import Any

import uvloop
from aiortc.sdp import SessionDescription

from bench.relay.batch import DatagramBatch
from bench.relay.load import read_origin
from bench.relay.seat import MICROPHONE, Seat
from bench.stalls.gaps import notice
from media.sdp.profile import Kind, slot_ssrc

__all__ = ["QuietRoom", "main"]

# Packets on their way when a stretch ends.
_SETTLE_S = 0.3


class QuietRoom:
    """The speaker and the listener."""

    def __init__(self) -> None:
        self._seats = [Seat(number) for number in range(2)]
        self._offers: list[SessionDescription] = []
        self._arrived_ns: dict[int, int] = {}
        self._begun = 0

    async def answer(self, offers: list[str]) -> list[str]:
        """The answers to the relay's offers, the speaker's first."""
        self._offers = [SessionDescription.parse(sdp) for sdp in offers]
        answers = []
        for seat, offer in zip(self._seats, self._offers, strict=True):
            await seat.client.gather()
            answers.append(seat.client.answer_to(offer))
        return answers

    async def connect(self, tasks: asyncio.TaskGroup) -> None:
        """Connect both and speak from now on."""
        for seat, offer in zip(self._seats, self._offers, strict=True):
            await seat.client.connect_to(offer)
        self._seats[1].client.take_media(self._on_packets)
        tasks.create_task(self._seats[0].send(MICROPHONE), name="stalls:speak")

    def _on_packets(self, batch: DatagramBatch, indexes: Sequence[int]) -> None:
        for index, (second, _, ssrc) in zip(indexes, batch.heads(indexes), strict=True):
            if ssrc == slot_ssrc(0, Kind.AUDIO) and not 64 <= second & 0x7F < 96:
                _, number = read_origin(self._seats[1].client.unprotect(batch.data(index)))
                self._arrived_ns[number] = batch.arrival_ns(index)

    def mark(self) -> None:
        """Begin a stretch of time."""
        self._begun = self._sent()
        self._arrived_ns.clear()

    async def read(self) -> dict[str, float]:
        """End the stretch and return its figures."""
        ended = self._sent()
        await asyncio.sleep(_SETTLE_S)
        source = self._seats[0].sources[MICROPHONE]
        sent_ns = self._seats[0].sent_ns[source.ssrc]
        numbers = range(self._begun + 1, ended + 1)
        return dataclasses.asdict(notice({number: sent_ns[number] for number in numbers}, self._arrived_ns))

    def _sent(self) -> int:
        return self._seats[0].sources[MICROPHONE].packets


async def _obey() -> None:
    room = QuietRoom()
    reader = asyncio.StreamReader(limit=1 << 20)
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    async with asyncio.TaskGroup() as tasks:
        while line := await reader.readline():
            sys.stdout.write(json.dumps(await _carry_out(room, json.loads(line), tasks)) + "\n")
            sys.stdout.flush()
        # The measurement has ended, and with it the worker.
        os._exit(0)


async def _carry_out(room: QuietRoom, order: Any, tasks: asyncio.TaskGroup) -> object:
    if isinstance(order, dict):
        return await room.answer(order["offers"])
    if order == "connect":
        await room.connect(tasks)
    elif order == "mark":
        room.mark()
    elif order == "read":
        return await room.read()
    return None


def main() -> None:
    """Obey the lines on standard input until it ends."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_obey())


if __name__ == "__main__":
    main()
