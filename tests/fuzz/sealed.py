"""Damaged packets on their way out: AES-GCM in C beside libsrtp, byte for byte."""

import pylibsrtp

from media.net.srtp import find_seal
from media.rtp.packet import MAX_RTP_BYTES
from tests.fuzz.mutation import Mutator
from tests.fuzz.packets import RTP_SAMPLES

__all__ = ["SealTarget"]

# As many as a seal knows.
_SOURCES = 128


class SealTarget:
    """One connection's RTP, protected twice."""

    tokens = (b"\xbe\xde", b"\x10", b"\x9f")

    def __init__(self) -> None:
        policy = pylibsrtp.Policy(
            key=bytes(range(44)),
            ssrc_type=pylibsrtp.Policy.SSRC_ANY_OUTBOUND,
            srtp_profile=pylibsrtp.Policy.SRTP_PROFILE_AEAD_AES_256_GCM,
        )
        policy.allow_repeat_tx = True
        policy.window_size = 512
        self._reference = pylibsrtp.Session(policy)
        make = find_seal(policy)
        assert make is not None, "the part in C was not compiled here"
        self._seal = make()
        self._sources: set[bytes] = set()

    def make(self, mutator: Mutator) -> bytes:
        """A packet of one of a few sources, damaged."""
        return mutator.mutate(RTP_SAMPLES)[:MAX_RTP_BYTES]

    def feed(self, data: bytes) -> str:
        """Protect it both ways."""
        self._sources.add(data[8:12])
        if len(self._sources) >= _SOURCES:
            # libsrtp has no such bound.
            return "full" if self._seal.protect(data) is None else "known"
        try:
            expected = self._reference.protect(data)
        except pylibsrtp.Error:
            expected = None
        found = self._seal.protect(data)
        assert found == expected, "other bytes than libsrtp's"
        return "refused" if found is None else "protected"

    def check(self) -> None:
        """Nothing grows: what a seal knows has a fixed size."""
