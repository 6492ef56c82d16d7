"""A mail as a MIME message (RFC 5322): neutral headers, plain text, and the appointment as a calendar file.

Header injection is impossible: subjects and addresses go through ``EmailMessage``, which rejects line breaks, and an
address is checked before. The same mail has the same Message-ID in every attempt.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8

from app.mail.ports import QueuedMail

__all__ = ["AddressRefused", "Origin", "build_message", "parse_address"]

_LOCAL = re.compile(r"[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*")
_LABEL = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.IGNORECASE)
_LONGEST = 254
_LONGEST_LOCAL = 64
"""RFC 5321 §4.5.3.1, bytes."""


class AddressRefused(Exception):
    """This is no mail address. The exception holds no part of it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Who the mail is from.

    Args:
        address: ASCII; replies and bounces go there.
        name: Shown beside the address in a list of mails; it must be as neutral as a subject. Empty shows the address.
        id_domain: The right part of every Message-ID; a host name of the service. It must not change with a restart.

    Raises:
        ValueError: The address or the domain is none.
    """

    address: str
    id_domain: str
    name: str = ""

    def __post_init__(self) -> None:
        try:
            parsed = parse_address(self.address)
        except AddressRefused:
            raise ValueError("address") from None
        if not parsed.username.isascii():
            raise ValueError("address")
        if not all(_LABEL.fullmatch(label) for label in self.id_domain.split(".")):
            raise ValueError("id_domain")
        if not self.name.isprintable():
            raise ValueError("name")


def parse_address(text: str) -> Address:
    """Return an address with its domain in ASCII; the part before the ``@`` may hold any letters (RFC 6531).

    Quoted local parts and address literals, which nobody's mailbox has, are refused. So is a domain whose ASCII form
    means another one (``ß`` becomes ``ss`` in IDNA 2003): the mail would reach a stranger.

    Raises:
        AddressRefused: It is no address.
    """
    local, _, domain = text.rpartition("@")
    try:
        ascii_domain = domain.encode("idna").decode("ascii")
        back = ascii_domain.encode("ascii").decode("idna")
    except UnicodeError:
        raise AddressRefused from None
    labels = ascii_domain.split(".")
    if (
        not _LOCAL.fullmatch(local)
        or len(local.encode()) > _LONGEST_LOCAL
        or len(local.encode()) + 1 + len(ascii_domain) > _LONGEST
        or back.lower() != domain.lower()
        or not all(_LABEL.fullmatch(label) for label in labels)
        or labels[-1].isdigit()
    ):
        raise AddressRefused
    return Address(username=local, domain=ascii_domain)


def build_message(mail: QueuedMail, origin: Origin, now: datetime) -> EmailMessage:
    """Return the message.

    Raises:
        AddressRefused: The recipient is no address.
    """
    to = parse_address(mail.recipient)
    sender = parse_address(origin.address)
    message = EmailMessage(policy=SMTP if to.username.isascii() else SMTPUTF8)
    message["From"] = Address(origin.name, sender.username, sender.domain)
    message["To"] = to
    message["Subject"] = mail.content.subject
    message["Date"] = now
    message["Message-ID"] = f"<{mail.id}@{origin.id_domain}>"
    # RFC 3834: absence notices do not answer it.
    message["Auto-Submitted"] = "auto-generated"
    # Every relay can carry quoted-printable; no line is too long, whatever the link.
    message.set_content(mail.content.text, cte="quoted-printable")
    if file := mail.content.calendar:
        message.add_attachment(
            file.data,
            maintype="text",
            subtype="calendar",
            filename="appointment.ics",
            params={"method": file.method, "charset": "utf-8"},
        )
    return message
