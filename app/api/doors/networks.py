"""The networks that an address counts towards: itself for IPv4; its /64 and its /48 for IPv6. Pure.

Whoever has one IPv6 address usually has a whole /64, and many have a /48.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address

__all__ = ["networks_of"]


def networks_of(host: str) -> tuple[str, ...]:
    """Return the networks, smallest first; a host that is not an address counts as its own text.

    IPv4 mapped into IPv6 (RFC 4291 section 2.5.5.2) is treated as IPv4.
    """
    try:
        address: IPv4Address | IPv6Address = ip_address(host)
    except ValueError:
        return (host,)
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return (str(address.ipv4_mapped),)
        packed = address.packed
        return (f"{packed[:8].hex()}/64", f"{packed[:6].hex()}/48")
    return (str(address),)
