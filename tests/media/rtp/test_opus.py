"""Whether an Opus packet carries audio of the one before it."""

import pytest

from media.rtp.opus import carries_previous


def toc(config: int, *, stereo: bool = False, code: int = 0) -> int:
    return config << 3 | stereo << 2 | code


@pytest.mark.parametrize(
    ("packet", "carries"),
    [
        # SILK, 20 ms: a voice flag, then a redundancy flag.
        (bytes([toc(1), 0b1000_0000, 0]), False),
        (bytes([toc(1), 0b1100_0000, 0]), True),
        (bytes([toc(9), 0b0100_0000, 0]), True),
        # 10 ms is one frame as well; 40 and 60 ms have two and three voice flags first.
        (bytes([toc(0), 0b0100_0000, 0]), True),
        (bytes([toc(2), 0b1100_0000, 0]), False),
        (bytes([toc(2), 0b0010_0000, 0]), True),
        (bytes([toc(3), 0b1110_0000, 0]), False),
        (bytes([toc(3), 0b0001_0000, 0]), True),
        # Stereo: the flags of the side channel follow.
        (bytes([toc(1, stereo=True), 0b1010_0000, 0]), False),
        (bytes([toc(1, stereo=True), 0b0001_0000, 0]), True),
        (bytes([toc(3, stereo=True), 0b0000_0001, 0]), True),
        # Hybrid has one frame, CELT has no redundancy.
        (bytes([toc(13), 0b0100_0000, 0]), True),
        (bytes([toc(13), 0b1000_0000, 0]), False),
        (bytes([toc(19), 0xFF, 0xFF]), False),
        (bytes([toc(31, stereo=True, code=3), 0xFF, 0xFF]), False),
        # Two frames of equal length start at the same place.
        (bytes([toc(1, code=1), 0b0100_0000, 0]), True),
        (bytes([toc(1, code=2), 1, 0]), True),
        (bytes([toc(1, code=3), 1, 0]), True),
        # A pause.
        (bytes([toc(1)]), False),
        (b"", False),
    ],
)
def test_the_bits_for_redundancy_are_found(packet: bytes, carries: bool) -> None:
    assert carries_previous(packet) is carries
