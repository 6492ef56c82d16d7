"""SRTP without copies, compared with pylibsrtp's own functions."""

import pylibsrtp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.net.srtp import MAX_SRTP_BYTES, SEND_BUFFER_BYTES, Sealer, SrtpError, Unsealer
from media.rtp.packet import MAX_RTP_BYTES
from media.sdp.profile import OPUS, VP8
from tests.support.relay.parts import rtp_bytes

KEY = bytes(range(30))
TAG_BYTES = 10


def session(*, inbound: bool) -> pylibsrtp.Session:
    kind = pylibsrtp.Policy.SSRC_ANY_INBOUND if inbound else pylibsrtp.Policy.SSRC_ANY_OUTBOUND
    policy = pylibsrtp.Policy(key=KEY, ssrc_type=kind)
    policy.allow_repeat_tx = True
    return pylibsrtp.Session(policy=policy)


def packet(sequence: int, size: int = 40, ssrc: int = 7) -> bytes:
    return rtp_bytes(VP8, sequence, sequence * 3000, ssrc, bytes(size))


def taken(send_buffer: Sealer) -> list[bytes]:
    view, sizes = send_buffer.take()
    data, found = bytes(view), []
    for size in sizes:
        found.append(data[:size])
        data = data[size:]
    assert data == b""
    return found


@settings(deadline=None)
@given(st.lists(st.integers(0, 1200), min_size=1, max_size=30))
def test_pending_packets_are_what_pylibsrtp_would_send_back_to_back(sizes: list[int]) -> None:
    send_buffer, other = Sealer(session(inbound=False)), session(inbound=False)
    plain = [packet(sequence, size) for sequence, size in enumerate(sizes)]
    for data in plain:
        send_buffer.add(data)
    assert taken(send_buffer) == [other.protect(data) for data in plain]
    assert taken(send_buffer) == []


def test_unprotect_inverts_protect() -> None:
    send_buffer, unsealer = Sealer(session(inbound=False)), Unsealer(session(inbound=True))
    for sequence in (65_534, 65_535, 0, 1):
        plain = packet(sequence)
        send_buffer.add(plain)
        (protected,) = taken(send_buffer)
        assert len(protected) == len(plain) + TAG_BYTES
        assert unsealer.unprotect(protected) == plain


def test_protecting_the_same_packet_again_gives_the_same_bytes() -> None:
    send_buffer = Sealer(session(inbound=False))
    for sequence in (1, 2, 3, 2, 1):
        send_buffer.add(rtp_bytes(OPUS, sequence, 960 * sequence, 7, b"sound"))
    first, second, _, again, before = taken(send_buffer)
    assert (again, before) == (second, first)


def test_until_it_is_full_the_largest_packet_fits() -> None:
    send_buffer = Sealer(session(inbound=False))
    largest = packet(0, MAX_RTP_BYTES - len(packet(0, 0)))
    count = 0
    while not send_buffer.is_full():
        send_buffer.add(largest)
        count += 1
    assert len(taken(send_buffer)) == count > 30
    assert not send_buffer.is_full()


def test_a_packet_that_does_not_fit_or_is_invalid_is_an_error_and_not_kept() -> None:
    send_buffer = Sealer(session(inbound=False))
    send_buffer.add(packet(1))
    for wrong in (packet(2, SEND_BUFFER_BYTES), b"", b"\x80\x60"):
        with pytest.raises(SrtpError):
            send_buffer.add(wrong)
    send_buffer.add(packet(3))
    assert len(taken(send_buffer)) == 2


def test_damaged_repeated_and_oversized_packets_are_errors() -> None:
    protected = session(inbound=False).protect(packet(1))
    unsealer = Unsealer(session(inbound=True))
    damaged = protected[:-1] + bytes([protected[-1] ^ 1])
    for wrong in (damaged, protected[:20], b"", bytes(MAX_SRTP_BYTES + 1)):
        with pytest.raises(SrtpError):
            unsealer.unprotect(wrong)
    assert unsealer.unprotect(protected) == packet(1)
    with pytest.raises(SrtpError):
        unsealer.unprotect(protected)
