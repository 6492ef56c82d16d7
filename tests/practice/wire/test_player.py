"""What is sent follows who speaks, and starts over when the relay asks for a key frame."""

import asyncio

from practice.cast.recording import QUIET, Clip, Film
from practice.link.answer import Numbers
from practice.wire.player import Player

PLI = bytes.fromhex("81ce0002000000010000000c")
FILMS = {name: Film(50, (bytes([0]) + name.encode(), b"\x01next")) for name in (QUIET, "0", "1")}
LOUD = Clip("Hello.", (b"loud-one!", b"loud-two!"), bytes([20, 20]))


class FakeConnection:
    """Keeps what is sent, unencrypted."""

    numbers = Numbers(111, 96, "mic", "cam", 2, 1)
    voice_ssrc, picture_ssrc = 11, 12

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.came = asyncio.Event()

    def send(self, packet: bytes) -> None:
        self.sent.append(packet)
        self.came.set()

    def send_control(self, packet: bytes) -> None:
        self.sent.append(packet)

    async def until(self, *ends: bytes) -> None:
        """Wait until packets with these ends came, in this order."""
        async with asyncio.timeout(10):
            left = list(ends)
            while left:
                self.came.clear()
                while self.sent and left:
                    if self.sent.pop(0).endswith(left[0]):
                        left.pop(0)
                if left:
                    await self.came.wait()


async def test_the_picture_shows_who_speaks_and_is_quiet_again_afterwards() -> None:
    player, connection = Player(FILMS), FakeConnection()
    async with asyncio.TaskGroup() as tasks:
        playing = tasks.create_task(player.play(connection))  # type: ignore[arg-type]
        await connection.until(b"\x00quiet", b"\x01next")
        player.say(1, [LOUD])
        await connection.until(b"loud-one!", b"loud-two!")
        await connection.until(b"\x00quiet")
        playing.cancel()


async def test_a_request_of_the_relay_starts_the_picture_over_with_a_key_frame() -> None:
    player, connection = Player(FILMS), FakeConnection()
    async with asyncio.TaskGroup() as tasks:
        playing = tasks.create_task(player.play(connection))  # type: ignore[arg-type]
        await connection.until(b"\x00quiet", b"\x01next", b"\x00quiet", b"\x01next")
        player.on_control(PLI)
        await connection.until(b"\x00quiet", b"\x01next")
        playing.cancel()


async def test_nothing_is_shown_that_nobody_wants_and_a_key_frame_comes_first_when_they_do() -> None:
    player, connection = Player(FILMS), FakeConnection()
    player.want(wanted=False)
    async with asyncio.TaskGroup() as tasks:
        playing = tasks.create_task(player.play(connection))  # type: ignore[arg-type]
        player.say(0, [LOUD])
        await connection.until(b"loud-two!")
        assert not any(packet.endswith((b"quiet", b"next", b"\x000")) for packet in connection.sent)
        player.want(wanted=True)
        await connection.until(b"\x00quiet")
        playing.cancel()


async def test_whoever_is_hushed_says_no_more() -> None:
    player, connection = Player(FILMS), FakeConnection()
    player.say(0, [LOUD, LOUD])
    player.hush()
    async with asyncio.TaskGroup() as tasks:
        playing = tasks.create_task(player.play(connection))  # type: ignore[arg-type]
        await connection.until(b"\x00quiet", b"\x01next")
        assert not any(b"loud" in packet for packet in connection.sent)
        playing.cancel()
