"""The relay's addresses in the settings: which can be announced, and which are bound without being told. Pure."""

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address

__all__ = ["check_announce", "check_bind", "choose_bind"]


def check_announce(parts: Sequence[str], *, production: bool) -> tuple[str, ...]:
    """The addresses, each written in the usual way (RFC 5952).

    Raises:
        ValueError: There is none, or one at which nobody can reach this machine.
    """
    addresses = [ip_address(part) for part in parts]
    for address in addresses:
        useless = address.is_unspecified or address.is_multicast or (production and address.is_loopback)
        # An address of one link needs a name for it, which is another one at the client.
        special = isinstance(address, IPv6Address) and (address.ipv4_mapped or address.is_link_local)
        if useless or special:
            raise ValueError
    if not addresses:
        raise ValueError
    return tuple(str(address) for address in addresses)


def check_bind(parts: Sequence[str]) -> tuple[str, ...]:
    """The addresses to listen on. Raises ValueError where one is none, or is there twice."""
    addresses = tuple(str(ip_address(part)) for part in parts)
    if not addresses or len(set(addresses)) < len(addresses):
        raise ValueError
    return addresses


def choose_bind(announced: Sequence[str], *, production: bool) -> tuple[str, ...]:
    """All addresses of the families that are announced; outside production, those that only this machine reaches."""
    four, six = ("0.0.0.0", "::") if production else ("127.0.0.1", "::1")
    families = [six if ":" in address else four for address in announced]
    return tuple(dict.fromkeys(families)) or (four,)
