import os

from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from app.api.doors.frames import FrameCounter

_frames = st.lists(
    st.tuples(
        st.sampled_from([Opcode.TEXT, Opcode.CONT, Opcode.BINARY, Opcode.PING, Opcode.PONG]),
        st.sampled_from([0, 1, 5, 125, 126, 127, 1000, 65_535, 65_536]),
        st.booleans(),
    ),
    max_size=12,
)


def write(opcode: Opcode, size: int, mask: bool) -> bytes:
    data = os.urandom(min(size, 125 if opcode >= Opcode.CLOSE else size))
    return Frame(opcode, data).serialize(mask=mask)


@given(_frames, st.lists(st.integers(1, 70_000), max_size=30))
def test_every_frame_is_counted_once_however_its_bytes_come(
    frames: list[tuple[Opcode, int, bool]], cuts: list[int]
) -> None:
    data = b"".join(write(*frame) for frame in frames)
    counter, counted, at = FrameCounter(), 0, 0
    for cut in [*cuts, len(data) or 1]:
        counted += counter.count(data[at : at + cut])
        at += cut
    counted += counter.count(data[at:])
    assert counted == len(frames)


def test_byte_by_byte_a_frame_counts_when_its_length_is_known() -> None:
    counter = FrameCounter()
    data = write(Opcode.TEXT, 300, True) + write(Opcode.PING, 0, True)
    assert [at for at, byte in enumerate(data) if counter.count(bytes([byte]))] == [3, 309]


def test_a_length_beyond_all_bounds_is_skipped_and_kept_nowhere() -> None:
    counter = FrameCounter()
    assert counter.count(b"\x82\xff" + b"\xff" * 8) == 1
    assert counter.count(b"\x89\x80" * 1000) == 0
