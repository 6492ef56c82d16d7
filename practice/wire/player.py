"""Sends the picture and the voice of one seat: packets made beforehand, at their pace."""

import asyncio
import time
from collections import deque
from collections.abc import Mapping, Sequence

from practice.cast.recording import FRAME_S, QUIET, Clip, Film
from practice.link.connection import Connection
from practice.link.packets import Stream, key_frame_wanted, split_frame

__all__ = ["Player"]

_PICTURE_CLOCK = 90_000
_FRAME_TICKS = 960
_REPORT_S = 1.0
_CALM = 40
"""The loudness that keeps a mouth still."""


class Player:
    """The media of one seat.

    Args:
        films: By who speaks, see `practice.cast.recording.Recording`.
    """

    def __init__(self, films: Mapping[str, Film]) -> None:
        self._films = {
            name: (film.frames_per_s, [split_frame(frame) for frame in film.frames])
            for name, film in films.items()
        }
        self._picture: Stream | None = None
        self._waiting: deque[tuple[str, bytes, int]] = deque()
        """Who speaks, the packet, and its loudness."""
        self._has_work = asyncio.Event()
        self._speaker = QUIET
        self._starts_over = True
        self.is_wanted = True
        """Whether anybody is shown the picture."""

    def say(self, place: int, clips: Sequence[Clip]) -> None:
        """Say this; ``place`` is the speaker's on the seat."""
        for clip in clips:
            self._waiting.extend(
                (str(place), packet, level) for packet, level in zip(clip.packets, clip.levels, strict=True)
            )
        self._has_work.set()

    def hush(self) -> None:
        """Say nothing more."""
        self._waiting.clear()

    def want(self, *, wanted: bool) -> None:
        """Send the picture, or not while nobody is shown it."""
        self._starts_over |= wanted and not self.is_wanted
        self.is_wanted = wanted

    def on_control(self, packets: bytes) -> None:
        """Begin again with a key frame when the relay asks for one."""
        if self._picture is not None and key_frame_wanted(packets, self._picture.ssrc):
            self._starts_over = True

    async def play(self, connection: Connection) -> None:
        """Send on this connection, once it is connected, until cancelled."""
        numbers = connection.numbers
        voice = Stream(
            connection.voice_ssrc, numbers.voice_type, numbers.voice_mid, numbers.mid_id, numbers.level_id
        )
        picture = Stream(connection.picture_ssrc, numbers.picture_type, numbers.picture_mid, numbers.mid_id)
        self._picture, self._starts_over = picture, True
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._show(connection, picture), name="practice:picture")
            tasks.create_task(self._speak(connection, voice), name="practice:voice")
            tasks.create_task(self._report(connection, (voice, picture)), name="practice:reports")

    async def _show(self, connection: Connection, stream: Stream) -> None:
        began, number, speaker, due = time.monotonic(), 0, self._speaker, time.monotonic()
        while True:
            rate, frames = self._films.get(self._speaker, self._films[QUIET])
            if self._starts_over or speaker != self._speaker:
                number, speaker, self._starts_over = 0, self._speaker, False
            if self.is_wanted:
                ticks = int((due - began) * _PICTURE_CLOCK)
                for packet in stream.picture(ticks, frames[number % len(frames)]):
                    connection.send(packet)
                number += 1
            due = await _until(due + 1 / rate)

    async def _speak(self, connection: Connection, stream: Stream) -> None:
        began = time.monotonic()
        while True:
            if not self._waiting:
                self._speaker = QUIET
                self._has_work.clear()
                await self._has_work.wait()
            due, first = time.monotonic(), True
            while self._waiting:
                speaker, packet, level = self._waiting.popleft()
                if level < _CALM:
                    self._speaker = speaker
                ticks = int((due - began) / FRAME_S) * _FRAME_TICKS
                connection.send(stream.sound(ticks, packet, level, first=first))
                first, due = False, await _until(due + FRAME_S)

    async def _report(self, connection: Connection, streams: Sequence[Stream]) -> None:
        while True:
            await asyncio.sleep(_REPORT_S)
            for stream in streams:
                if stream.packets:
                    connection.send_control(stream.report(time.monotonic()))


async def _until(due: float) -> float:
    """Sleep until then; after a long pause go on from now, so that nothing is sent in a burst."""
    now = time.monotonic()
    await asyncio.sleep(max(0.0, due - now))
    return due if now - due < 0.5 else now
