"""DTLS-SRTP with aiortc, behind an adapter for its ICE transport. Only this file uses private names of aiortc.

aiortc runs the handshake and keeps reading DTLS records; we take the SRTP sessions out of it, so that no media packet
goes through aiortc's own per-packet path (RFC 5764, RFC 8827 §6.5).
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pylibsrtp
from aiortc import RTCCertificate
from aiortc.rtcdtlstransport import (
    SRTP_PROFILES,
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
    SRTPProtectionProfile,
)
from OpenSSL import SSL

from media.net.send_buffer import SendBuffer, make_send_buffer
from media.net.srtp import find_seal, make_functions
from media.net.turnstile import Turnstile

__all__ = ["Certificate", "DtlsFailed", "DtlsSession", "SrtpKeys"]

_EXPORTER_LABEL = b"EXTRACTOR-dtls_srtp"
# The newest numbers that may be sent again, exactly as they were: more than are kept for that (media/peer/variant.py).
# libsrtp moves this window for every packet. `native/seal.h` has the same one.
_SENT_WINDOW = 512
# Records waiting for the handshake; a full queue drops the oldest (DTLS retransmits what is missing).
_QUEUE_RECORDS = 32


class DtlsFailed(Exception):
    """The handshake failed, or the certificate is not the one the answer named."""


class _OneContext(RTCCertificate):
    """A certificate whose OpenSSL context is made once: aiortc makes one for every connection, 1 to 2.6 ms each."""

    _context: SSL.Context | None = None

    def _create_ssl_context(self, srtp_profiles: list[SRTPProtectionProfile]) -> SSL.Context:
        if self._context is None:
            self._context = super()._create_ssl_context(srtp_profiles)
            # Connections that share a context must not share sessions: each proves its own certificate.
            self._context.set_session_cache_mode(SSL.SESS_CACHE_OFF)
        return self._context


class Certificate:
    """A worker's certificate, generated once at startup, and the turns of the handshakes made with it."""

    def __init__(self) -> None:
        self._certificate = _OneContext.generateCertificate()
        self.turnstile = Turnstile()
        fingerprints = self._certificate.getFingerprints()
        self._fingerprint = next(f.value for f in fingerprints if f.algorithm == "sha-256")

    @property
    def inner(self) -> RTCCertificate:
        """The certificate as an aiortc object."""
        return self._certificate

    @property
    def fingerprint(self) -> str:
        """SHA-256, colon-separated hex."""
        return self._fingerprint


@dataclass(frozen=True, slots=True)
class SrtpKeys:
    """What can be done with a connection's keys.

    Attributes:
        open_send_buffer: makes the send buffer for RTP.
        unprotect, protect_rtcp, unprotect_rtcp: one packet each; they raise SrtpError on bad input.
    """

    open_send_buffer: Callable[[], SendBuffer]
    unprotect: Callable[[bytes], bytes]
    protect_rtcp: Callable[[bytes], bytes]
    unprotect_rtcp: Callable[[bytes], bytes]


def _send_nowhere(record: bytes) -> None:
    """The connection has ended."""


class _Records:
    """Stands in for aiortc's ICE transport: `_recv`, `_send`, `role`, `state`."""

    role = "controlled"
    state = "completed"

    def __init__(self, send: Callable[[bytes], None], turnstile: Turnstile) -> None:
        self._out = send
        self._turnstile = turnstile
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue(_QUEUE_RECORDS)
        self._closed = False

    def feed(self, data: bytes | None) -> bool:
        """Queue a record; returns False when an older one was dropped for it."""
        fits = not self._queue.full()
        if not fits:
            self._queue.get_nowait()
        self._queue.put_nowait(data)
        return fits

    def close(self) -> None:
        self._closed = True
        self.feed(None)

    def release(self) -> None:
        self._closed = True
        self._out = _send_nowhere

    async def _recv(self) -> bytes:
        data = None if self._closed else await self._queue.get()
        if data is None:
            raise ConnectionError("closed")
        await self._turnstile.wait()
        return data

    async def _send(self, data: bytes) -> None:
        if not self._closed:
            self._out(data)


class DtlsSession:
    """One DTLS connection; we are the server in the handshake.

    Args:
        certificate: the worker's.
        send: sends one record to the peer's current address.
    """

    def __init__(self, certificate: Certificate, send: Callable[[bytes], None]) -> None:
        self._records = _Records(send, certificate.turnstile)
        # The adapter has the members aiortc uses of RTCIceTransport, but is not that class.
        self._dtls = RTCDtlsTransport(self._records, [certificate.inner])  # type: ignore[arg-type]
        self._dtls._set_role("server")
        self._ended = asyncio.Event()
        self._dtls.on("statechange", self._on_state)

    def feed(self, record: bytes) -> bool:
        """Add one received record; returns False when an older one was dropped for it."""
        return self._records.feed(record)

    async def handshake(self, fingerprints: Sequence[str]) -> SrtpKeys:
        """Run the handshake.

        Raises:
            DtlsFailed: it did not succeed, or no fingerprint matches.
        """
        await self._dtls.start(RTCDtlsParameters([RTCDtlsFingerprint("sha-256", f) for f in fingerprints]))
        received, sent = self._dtls._rx_srtp, self._dtls._tx_srtp
        if self._dtls.state != "connected" or received is None or sent is None:
            raise DtlsFailed
        incoming, outgoing = make_functions(received), make_functions(sent)
        policy = self._sending_policy()
        return SrtpKeys(
            partial(make_send_buffer, partial(pylibsrtp.Session, policy), find_seal(policy)),
            incoming["unprotect"],
            outgoing["protect_rtcp"],
            incoming["unprotect_rtcp"],
        )

    def _sending_policy(self) -> pylibsrtp.Policy:
        """The policy for the RTP we send, with the same keys as aiortc's own session, which then protects RTCP only."""
        connection = self._dtls._ssl
        assert connection is not None, "the handshake is done"
        name = connection.get_selected_srtp_profile()
        profile = next(one for one in SRTP_PROFILES if one.openssl_profile == name)
        size = 2 * (profile.key_length + profile.salt_length)
        material = connection.export_keying_material(_EXPORTER_LABEL, size)
        # Ours are the second half: we are the server (RFC 5764 §4.2).
        policy = pylibsrtp.Policy(
            key=profile.get_key_and_salt(material, 1),
            ssrc_type=pylibsrtp.Policy.SSRC_ANY_OUTBOUND,
            srtp_profile=profile.libsrtp_profile,
        )
        policy.allow_repeat_tx = True
        policy.window_size = _SENT_WINDOW
        return policy

    async def wait_closed(self) -> None:
        """Return once the other side has closed the connection."""
        await self._ended.wait()

    async def close(self) -> None:
        """Send a DTLS close and end; idempotent."""
        await self._dtls.stop()
        self._records.close()

    def release(self) -> None:
        """Let go of who uses it, once it has ended; nothing is sent any more."""
        self._records.release()
        self._dtls.remove_all_listeners()

    def _on_state(self) -> None:
        if self._dtls.state in ("closed", "failed"):
            self._ended.set()
