"""E-mail addresses: an ASCII name before the @, and a host name that may be international. Pure.

Quoted names and address literals of RFC 5321 are refused, since nobody's own address has them, and so are names outside
ASCII (RFC 6531), which many mail servers still do not deliver.
"""

import re
from functools import lru_cache

from clinic.people.fields.text import tidy

__all__ = ["EMAIL_LIMIT", "ascii_email", "email_key", "email_problem", "tidy_email"]

EMAIL_LIMIT = 254
"""Characters of an address in ASCII (RFC 3696, erratum 1690)."""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_LOCAL_LIMIT = 64
_DEVIATIONS = frozenset("\u00df\u03c2\u200c\u200d")
"""IDNA 2003, which Python speaks, maps these to other letters, and so to somebody else's host (UTS #46, section 4).
Who has one in their address writes the host as ``xn--…``."""


def tidy_email(text: str) -> str:
    """Return the address with its host in lower case and in its own script; what is no address stays as it is."""
    address = tidy(text)
    local, at, host = address.rpartition("@")
    if not at or len(address) > EMAIL_LIMIT:
        return address
    ascii_host = _ascii_host(host)
    return f"{local}@{_own_script(ascii_host) if ascii_host else host}"


def email_problem(address: str) -> str | None:
    """Return ``field.too_long`` or ``field.email`` for a tidied address that no mail can be sent to, else None."""
    if len(address) > EMAIL_LIMIT:
        return "field.too_long"
    local, _, host = address.rpartition("@")
    ascii_host = _ascii_host(host)
    if ascii_host is None or len(local) > _LOCAL_LIMIT or not _LOCAL.fullmatch(local):
        return "field.email"
    return "field.too_long" if len(local) + 1 + len(ascii_host) > EMAIL_LIMIT else None


def ascii_email(address: str) -> str:
    """Return a checked address as mail servers want it: the host as ``xn--…`` where it is international.

    Raises:
        ValueError: It was not checked with `email_problem`.
    """
    local, _, host = address.rpartition("@")
    ascii_host = _ascii_host(host)
    if ascii_host is None:
        raise ValueError("no address")
    return f"{local}@{ascii_host}"


def email_key(address: str) -> str:
    """Return what two spellings of one checked address have in common; for comparing, never for sending."""
    return ascii_email(address).lower()


@lru_cache(maxsize=256)  # Most addresses of a clinic have one of a few hosts.
def _ascii_host(host: str) -> str | None:
    """Return the host name in ASCII, or None if it is none (RFC 5890, RFC 1123)."""
    if len(host) > EMAIL_LIMIT or _DEVIATIONS.intersection(host):
        return None
    try:
        encoded = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = encoded.split(".")
    valid = len(labels) > 1 and all(map(_LABEL.fullmatch, labels)) and not labels[-1].isdigit()
    return encoded if valid else None


def _own_script(ascii_host: str) -> str:
    try:
        shown = ascii_host.encode("ascii").decode("idna")
    except UnicodeError:
        return ascii_host
    return shown if _ascii_host(shown) == ascii_host else ascii_host
