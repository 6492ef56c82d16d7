"""The film of a light client: what a browser can decode, packet by packet."""

import asyncio
import struct

from bench.page.films import Film, FilmSource, play, read_film


def test_the_film_of_a_simulated_person_begins_with_a_key_frame() -> None:
    film = read_film()
    assert film.frames_per_s > 0
    # RFC 7741 §4.3: the lowest bit is the inverse of "key frame".
    assert [frame[0] & 1 for frame in film.frames[:3]] == [0, 1, 1]


def test_a_frame_is_cut_into_packets_with_one_picture_id_and_the_last_marked() -> None:
    source = FilmSource(Film(10, (bytes(2500), b"\x01small")), ssrc=7, payload_type=96)
    first, second, again = source.next_frame(), source.next_frame(), source.next_frame()
    assert [len(packets) for packets in (first, second, again)] == [3, 1, 3]
    heads = [struct.unpack_from("!BBHII", packet) for packet in (*first, *second, *again)]
    assert [sequence for _, _, sequence, _, _ in heads] == list(range(1, 8))
    assert [marked >> 7 for _, marked, *_ in heads] == [0, 0, 1, 1, 0, 0, 1]
    assert [stamp for _, _, _, stamp, _ in heads] == [0, 0, 0, 9000, 18000, 18000, 18000]
    assert {ssrc for *_, ssrc in heads} == {7}
    # The start of a frame is told by the first packet alone; the picture id counts frames.
    assert [packet[12] for packet in first] == [0x90, 0x80, 0x80]
    assert [packet[14:16] for packet in (*first, *second)] == [b"\x80\x00"] * 3 + [b"\x80\x01"]
    assert b"".join(packet[16:] for packet in first) == bytes(2500)


async def test_it_is_played_until_it_is_ended() -> None:
    film = Film(1000, (b"\x00key", b"\x01more"))
    sent: list[bytes] = []
    enough = asyncio.Event()

    def send(packet: bytes) -> None:
        sent.append(packet)
        if len(sent) == 4:
            enough.set()

    playing = asyncio.create_task(play(film, FilmSource(film, 7, 96), send))
    await enough.wait()
    playing.cancel()
    assert [packet[16:] for packet in sent[:4]] == [b"\x00key", b"\x01more"] * 2
