"""SRTP without copies, compared with pylibsrtp's own functions."""

from typing import Any

import pylibsrtp
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.net.native import find_native
from media.net.srtp import MAX_SRTP_BYTES, SEND_BUFFER_BYTES, Sealer, SrtpError, Unsealer, find_seal
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


# AES-GCM in C: whatever is sent, the bytes and the refusals are those of libsrtp.

in_c = pytest.mark.skipif(find_native() is None, reason="the part in C was not compiled here")
_GCM = {
    pylibsrtp.Policy.SRTP_PROFILE_AEAD_AES_128_GCM: bytes(range(28)),
    pylibsrtp.Policy.SRTP_PROFILE_AEAD_AES_256_GCM: bytes(range(44)),
}
_SENT_WINDOW = 512
_SOURCES = 128


def gcm_policy(profile: int) -> pylibsrtp.Policy:
    kind = pylibsrtp.Policy.SSRC_ANY_OUTBOUND
    policy = pylibsrtp.Policy(key=_GCM[profile], ssrc_type=kind, srtp_profile=profile)
    policy.allow_repeat_tx = True
    policy.window_size = _SENT_WINDOW
    return policy


def sealed(seal: Any, plain: bytes) -> bytes | None:
    protected: bytes | None = seal.protect(plain)
    return protected


def refused_or(session: pylibsrtp.Session, plain: bytes) -> bytes | None:
    try:
        return session.protect(plain)
    except pylibsrtp.Error:
        return None


_steps = st.sampled_from([1] * 6 + [0, 2, -1, -3, -511, -512, -513, 300, 20_000, 32_767, 32_768, -20_000])


@in_c
@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(sorted(_GCM)),
    st.lists(st.sampled_from([0, 1, 32_767, 32_768, 32_769, 65_535]), min_size=3, max_size=3),
    st.lists(st.tuples(st.integers(0, 2), _steps, st.sampled_from([0, 1, 80, 1100])), max_size=80),
)
def test_gcm_in_c_sends_the_bytes_of_libsrtp_and_refuses_what_it_refuses(
    profile: int, starts: list[int], packets: list[tuple[int, int, int]]
) -> None:
    policy = gcm_policy(profile)
    make = find_seal(policy)
    assert make is not None
    seal, reference = make(), pylibsrtp.Session(policy)
    numbers = dict(enumerate(starts))
    for source, step, size in packets:
        plain = packet(numbers[source] & 0xFFFF, size, ssrc=(7, 8, 0xFFFF_FFFF)[source])
        assert sealed(seal, plain) == refused_or(reference, plain)
        numbers[source] += step


@in_c
@given(st.binary(max_size=60))
def test_gcm_in_c_takes_any_bytes_as_libsrtp_does(plain: bytes) -> None:
    policy = gcm_policy(pylibsrtp.Policy.SRTP_PROFILE_AEAD_AES_256_GCM)
    make = find_seal(policy)
    assert make is not None
    assert sealed(make(), plain) == refused_or(pylibsrtp.Session(policy), plain)


@in_c
def test_gcm_in_c_remembers_every_source_and_refuses_one_too_many() -> None:
    make = find_seal(gcm_policy(pylibsrtp.Policy.SRTP_PROFILE_AEAD_AES_128_GCM))
    assert make is not None
    seal = make()
    assert all(sealed(seal, packet(60_000, ssrc=1000 * number)) for number in range(_SOURCES))
    assert sealed(seal, packet(1, ssrc=999)) is None
    # The numbers of the first one have gone around since it began: 1 is after 60,000.
    again = [sealed(seal, packet(number, ssrc=0)) for number in (60_000, 1)]
    assert None not in again
    assert sealed(seal, packet(59_000, ssrc=0)) is None


@in_c
def test_another_cipher_is_left_to_libsrtp() -> None:
    policy = pylibsrtp.Policy(key=KEY, ssrc_type=pylibsrtp.Policy.SSRC_ANY_OUTBOUND)
    assert find_seal(policy) is None
