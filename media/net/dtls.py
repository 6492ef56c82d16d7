"""DTLS-SRTP by aiortc, over an adapter of its ICE transport. The one file of the relay with private names of aiortc.

aiortc does the handshake and keeps reading DTLS records; the SRTP sessions are taken out, so that no media packet
goes through aiortc's own per-packet path (RFC 5764, RFC 8827 §6.5).
"""

import asyncio
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import pylibsrtp
from aiortc import RTCCertificate
from aiortc.rtcdtlstransport import (
    RTCDtlsFingerprint,
    RTCDtlsParameters,
    RTCDtlsTransport,
)

from media.net.send_buffer import SendBuffer, make_send_buffer
from media.net.srtp import SrtpError, Unsealer

__all__ = ["Certificate", "DtlsFailed", "DtlsSession", "SrtpKeys"]

# Records that wait for the handshake; a full queue drops the oldest (DTLS repeats what it misses).
_QUEUE_RECORDS = 32


class DtlsFailed(Exception):
    """The handshake failed, or the certificate is not the one the answer named."""


class Certificate:
    """A worker's certificate, made once at its start."""

    def __init__(self) -> None:
        self._certificate = RTCCertificate.generateCertificate()
        fingerprints = self._certificate.getFingerprints()
        self._fingerprint = next(f.value for f in fingerprints if f.algorithm == "sha-256")

    @property
    def inner(self) -> RTCCertificate:
        """The certificate in aiortc's form."""
        return self._certificate

    @property
    def fingerprint(self) -> str:
        """SHA-256, colon-separated hex."""
        return self._fingerprint


@dataclass(frozen=True, slots=True)
class SrtpKeys:
    """What a connection's keys can do.

    Attributes:
        open_send_buffer: makes the outbox for RTP that leaves by this socket.
        unprotect, protect_rtcp, unprotect_rtcp: one packet each; they raise SrtpError on bad input.
    """

    open_send_buffer: Callable[[socket.socket], SendBuffer]
    unprotect: Callable[[bytes], bytes]
    protect_rtcp: Callable[[bytes], bytes]
    unprotect_rtcp: Callable[[bytes], bytes]


def _checked(work: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """`work` with one kind of error: pylibsrtp raises others for a failed check and for a packet of a wrong size."""

    def do(data: bytes) -> bytes:
        try:
            return work(data)
        except (pylibsrtp.Error, ValueError, TypeError) as error:
            raise SrtpError from error

    return do


class _Records:
    """Stands where aiortc expects an ICE transport: `_recv`, `_send`, `role`, `state`."""

    role = "controlled"
    state = "completed"

    def __init__(self, send: Callable[[bytes], None]) -> None:
        self._out = send
        self._queue: asyncio.Queue[bytes | None] = asyncio.Queue(_QUEUE_RECORDS)
        self._closed = False

    def feed(self, data: bytes | None) -> bool:
        """Queue a record; returns False when an older one had to go."""
        fits = not self._queue.full()
        if not fits:
            self._queue.get_nowait()
        self._queue.put_nowait(data)
        return fits

    def close(self) -> None:
        self._closed = True
        self.feed(None)

    async def _recv(self) -> bytes:
        data = None if self._closed else await self._queue.get()
        if data is None:
            raise ConnectionError("closed")
        return data

    async def _send(self, data: bytes) -> None:
        if not self._closed:
            self._out(data)


class DtlsSession:
    """One DTLS connection, as the server of the handshake.

    Args:
        certificate: the worker's.
        send: sends one record to the peer's current address.
    """

    def __init__(self, certificate: Certificate, send: Callable[[bytes], None]) -> None:
        self._records = _Records(send)
        # The adapter has what aiortc uses of RTCIceTransport, not its class.
        self._dtls = RTCDtlsTransport(self._records, [certificate.inner])  # type: ignore[arg-type]
        self._dtls._set_role("server")
        self._ended = asyncio.Event()
        self._dtls.on("statechange", self._on_state)

    def feed(self, record: bytes) -> bool:
        """Take one record from the wire; returns False when an older one was dropped for it."""
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
        return SrtpKeys(
            partial(make_send_buffer, sent),
            Unsealer(received).unprotect,
            _checked(sent.protect_rtcp),
            _checked(received.unprotect_rtcp),
        )

    async def wait_closed(self) -> None:
        """Return when the other side closed the connection."""
        await self._ended.wait()

    async def close(self) -> None:
        """Say goodbye and end; idempotent."""
        await self._dtls.stop()
        self._records.close()

    def _on_state(self) -> None:
        if self._dtls.state in ("closed", "failed"):
            self._ended.set()
