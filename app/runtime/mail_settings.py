"""The forms of the settings about mail."""

import re
from dataclasses import dataclass
from email.utils import parseaddr
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationInfo

__all__ = [
    "MailServerPlace",
    "check_mail_from",
    "check_mail_password",
    "check_mail_server",
    "read_mail_from",
    "read_mail_server",
]

_PORTS: Final = {"tls": 465, "starttls": 587, "none": 25}
_ADDRESS = re.compile(
    r"(?=.{1,64}@)[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_LONGEST_ADDRESS = 254
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class MailServerPlace:
    """Where a mail server is; ``security`` is a word of ``app.mail.smtp.server.Security``."""

    security: str
    host: str
    port: int


def read_mail_server(text: str) -> MailServerPlace:
    """Read ``tls://HOST:PORT``.

    Raises:
        ValueError: It has another form, or names another machine without encryption.
    """
    parts = urlsplit(text)
    if parts.scheme not in _PORTS or not parts.hostname or "@" in parts.netloc:
        raise ValueError("form")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError("form")
    if parts.scheme == "none" and not _is_this_machine(parts.hostname):
        raise ValueError("security")
    return MailServerPlace(parts.scheme, parts.hostname, parts.port or _PORTS[parts.scheme])


def read_mail_from(text: str) -> tuple[str, str]:
    """Read ``ADDRESS`` or ``NAME <ADDRESS>``; returns the name, which may be empty, and the address.

    Raises:
        ValueError: It has another form.
    """
    name, address = parseaddr(text)
    if not text.isprintable() or not _ADDRESS.fullmatch(address) or len(address) > _LONGEST_ADDRESS:
        raise ValueError("address")
    if len(name) > _LONGEST_NAME:
        raise ValueError("name")
    return name, address


def check_mail_server(value: str | None, info: ValidationInfo) -> str | None:
    """Check the setting; only the demo can do without. Raises ValueError."""
    if value is not None:
        read_mail_server(value)
    elif _in_production(info):
        raise ValueError
    return value


def check_mail_password(value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
    """Check that there is a password if and only if there is a user. Raises ValueError."""
    if (value is None) is not (info.data.get("mail_user") is None):
        raise ValueError
    return value


def check_mail_from(value: str | None, info: ValidationInfo) -> str | None:
    """Check the setting; whoever has a mail server needs it. Raises ValueError."""
    if value is not None:
        read_mail_from(value)
    elif _in_production(info) or info.data.get("mail_server") is not None:
        raise ValueError
    return value


def _in_production(info: ValidationInfo) -> bool:
    return info.data.get("mode") == "production"


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
