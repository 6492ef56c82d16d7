"""Sends mails to one mail server over SMTP (RFC 5321), several over one connection.

The connection is encrypted, except to this machine. Whatever happens becomes an ``Outcome``: exceptions and replies of
the server may hold addresses, so nothing of them is logged or passed on.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path

import aiosmtplib

from app.mail.delivery import Outcome, Reason, Verdict
from app.mail.ports import QueuedMail
from app.mail.smtp.mime import AddressRefused, Origin, build_message, parse_address
from app.mail.smtp.replies import Stage, read_reply

__all__ = ["Security", "SmtpConnection", "SmtpServer", "SmtpSettings", "Timeouts"]


class Security(StrEnum):
    """How the connection is encrypted; the certificate is always checked."""

    TLS = "tls"
    """From the first byte (RFC 8314), usually port 465."""
    STARTTLS = "starttls"
    """Before anything is said (RFC 3207), usually port 587; without it nothing is sent."""
    NONE = "none"
    """Not at all: for a server on this machine."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long to wait, seconds. RFC 5321 §4.5.3.2 allows minutes for each reply; a submission server needs none."""

    connect_s: float = 15.0
    """For the connection and for the greeting, each."""
    reply_s: float = 60.0
    """For each reply."""
    message_s: float = 150.0
    """For one mail, all replies and a new connection included."""
    quit_s: float = 5.0
    """For saying goodbye."""


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """The mail server.

    Args:
        hello_name: What EHLO calls us: a host name of the service.
        username: None if the server asks for no sign-in.
        ca_file: Certificates to trust besides the system's, PEM.

    Raises:
        ValueError: No encryption to another machine, or a user without a password.
    """

    host: str
    port: int
    security: Security
    origin: Origin
    hello_name: str
    username: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None
    timeouts: Timeouts = Timeouts()

    def __post_init__(self) -> None:
        if self.security is Security.NONE and not _is_this_machine(self.host):
            raise ValueError("security")
        if (self.username is None) is not (self.password is None):
            raise ValueError("password")


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class SmtpServer:
    """Implements ``app.mail.ports.MailServer``."""

    def __init__(self, settings: SmtpSettings) -> None:
        """Read the certificates. Raises OSError if ``ca_file`` cannot be read."""
        self._settings = settings
        self._context: ssl.SSLContext | None = None
        if settings.security is not Security.NONE:
            self._context = ssl.create_default_context()
            if settings.ca_file is not None:
                self._context.load_verify_locations(settings.ca_file)

    @asynccontextmanager
    async def connect(self) -> AsyncIterator["SmtpConnection"]:
        """Yield a connection; it is closed in the end, politely if there is time."""
        settings = self._settings
        client = aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.port,
            username=settings.username,
            password=settings.password,
            local_hostname=settings.hello_name,
            timeout=settings.timeouts.reply_s,
            use_tls=settings.security is Security.TLS,
            start_tls=settings.security is Security.STARTTLS,
            tls_context=self._context,
        )
        try:
            yield SmtpConnection(client, settings)
            await _say_goodbye(client, settings.timeouts.quit_s)
        finally:
            client.close()


async def _say_goodbye(client: aiosmtplib.SMTP, quit_s: float) -> None:
    if client.is_connected:
        try:
            await client.quit(timeout=quit_s)
        except (aiosmtplib.SMTPException, OSError):
            return


class SmtpConnection:
    """Implements ``app.mail.ports.MailServerConnection``."""

    def __init__(self, client: aiosmtplib.SMTP, settings: SmtpSettings) -> None:
        self._client = client
        self._settings = settings

    async def send(self, mail: QueuedMail, now: datetime) -> Outcome:
        """Send one mail to its one recipient."""
        try:
            message = build_message(mail, self._settings.origin, now)
            recipient = parse_address(mail.recipient).addr_spec
        except AddressRefused:
            return Outcome(Verdict.PERMANENT, Reason.BAD_ADDRESS)
        try:
            async with asyncio.timeout(self._settings.timeouts.message_s):
                return await self._open() or await self._hand_over(message, recipient)
        except TimeoutError:
            # The reply that is still to come would be taken for that to the next command.
            self._client.close()
            return Outcome(Verdict.TEMPORARY, Reason.SERVER_SLOW, server_wide=True)
        except asyncio.CancelledError:
            self._client.close()
            raise

    async def _open(self) -> Outcome | None:
        """Connect, encrypt and sign in; returns why that failed, or None."""
        if self._client.is_connected:
            return None
        try:
            await self._client.connect(timeout=self._settings.timeouts.connect_s)
        except aiosmtplib.SMTPAuthenticationError as error:
            return read_reply(Stage.SIGN_IN, error.code, error.message)
        except aiosmtplib.SMTPResponseException as error:
            return read_reply(Stage.CONNECT, error.code, error.message)
        except TimeoutError:
            return Outcome(Verdict.TEMPORARY, Reason.SERVER_SLOW, server_wide=True)
        except (aiosmtplib.SMTPException, OSError) as error:
            return Outcome(Verdict.TEMPORARY, _why_closed(error), server_wide=True)
        return None

    async def _hand_over(self, message: EmailMessage, recipient: str) -> Outcome:
        try:
            await self._client.send_message(
                message, sender=self._settings.origin.address, recipients=[recipient]
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            (refused,) = error.recipients
            return read_reply(Stage.RECIPIENT, refused.code, refused.message)
        except aiosmtplib.SMTPSenderRefused as error:
            return read_reply(Stage.SENDER, error.code, error.message)
        except aiosmtplib.SMTPResponseException as error:
            return read_reply(Stage.DATA, error.code, error.message)
        except aiosmtplib.SMTPNotSupported:
            return Outcome(Verdict.PERMANENT, Reason.UTF8_ADDRESS)
        except aiosmtplib.SMTPServerDisconnected:
            # Perhaps because of this mail: the next one gets a connection of its own.
            return Outcome(Verdict.TEMPORARY, Reason.CONNECTION_LOST)
        return Outcome(Verdict.ACCEPTED)


def _why_closed(error: BaseException) -> Reason:
    """Tell a server that is away from one that cannot be talked to in private."""
    causes = (error, error.__cause__)
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Reason.INSECURE
    lost = isinstance(error, ConnectionError | OSError)
    # All that remains is "STARTTLS not supported" and "AUTH not supported", which only plain text lacks.
    return Reason.SERVER_AWAY if lost else Reason.INSECURE
