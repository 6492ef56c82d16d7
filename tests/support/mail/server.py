"""A real SMTP server on loopback, in the test's own event loop, that can be told to misbehave."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOST = "127.0.0.1"
USER, PASSWORD = "attune", "correct horse"
HANG_UP, HANG = "hang up", "hang"
"""Instead of a reply: close the connection, or say nothing more."""


@dataclass
class TestMailServer:
    """What it has received, and how it is to answer.

    Attributes:
        senders, recipients, data: A reply, by address or for ``data`` by recipient; ``HANG_UP`` or ``HANG``.
        connections: How many there were.
    """

    __test__ = False

    port: int = 0
    senders: dict[str, str] = field(default_factory=dict)
    recipients: dict[str, str] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    mails: list[Envelope] = field(default_factory=list)
    connections: int = 0
    encrypted: list[bool] = field(default_factory=list)
    hellos: list[str] = field(default_factory=list)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.hellos.append(hostname)
        return responses

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := self.senders.get(address):
            return reply
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 ok"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if reply := self.recipients.get(address):
            return await self._misbehave(server, reply)
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if reply := self.data.get(envelope.rcpt_tos[0]):
            return await self._misbehave(server, reply)
        self.encrypted.append(session.ssl is not None)
        self.mails.append(envelope)
        return "250 2.0.0 ok"

    async def _misbehave(self, server: SMTP, reply: str) -> str:
        if reply == HANG_UP:
            assert server.transport
            server.transport.close()
            return ""
        if reply == HANG:
            await asyncio.get_running_loop().create_future()
        return reply

    def messages(self) -> list[EmailMessage]:
        """The mails, parsed."""
        found = []
        for envelope in self.mails:
            assert isinstance(envelope.content, bytes)
            message = message_from_bytes(envelope.content, policy=policy.SMTPUTF8)
            assert isinstance(message, EmailMessage)
            assert not message.defects
            found.append(message)
        return found


def check_login(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: LoginPassword
) -> AuthResult:
    good = (login.login, login.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=good, handled=False)


@asynccontextmanager
async def serve(
    answers: TestMailServer | None = None, *, tls: ssl.SSLContext | None = None, **options: Any
) -> AsyncIterator[TestMailServer]:
    """Run a server; ``tls`` encrypts from the first byte, options are those of aiosmtpd."""
    answers = answers or TestMailServer()
    loop = asyncio.get_running_loop()
    running: list[SMTP] = []

    def connected() -> SMTP:
        answers.connections += 1
        running.append(SMTP(answers, hostname="mx.example.org", loop=loop, **options))
        return running[-1]

    async with serve_raw(connected, tls) as port:
        answers.port = port
        yield answers
        for server in running:
            if server.transport:
                server.transport.close()
            # It outlives a TLS handshake that failed.
            if server._handler_coroutine:
                server._handler_coroutine.cancel()


@asynccontextmanager
async def serve_raw(
    connected: Callable[[], asyncio.BaseProtocol], tls: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    """Listen with any protocol; yields the port."""
    server = await asyncio.get_running_loop().create_server(connected, HOST, 0, ssl=tls)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


class Greets(asyncio.Protocol):
    """Says one line, or nothing, and listens."""

    def __init__(self, line: bytes = b"") -> None:
        self._line = line

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        if self._line:
            transport.write(self._line)


def make_certificate(folder: Path) -> tuple[ssl.SSLContext, Path]:
    """Make a self-signed certificate for loopback; returns the server's context and the file to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mx.example.org")])
    today = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    public, private = folder / "certificate.pem", folder / "key.pem"
    public.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(public, private)
    return context, public
