"""The networks that an address is counted with: itself for IPv4; its /64 and its /48 for IPv6. Pure.

Who has one IPv6 address mostly has a /64 of them, and many get a /48.
"""

from ipaddress import IPv4Address, IPv6Address, ip_address

__all__ = ["networks_of"]


def networks_of(host: str) -> tuple[str, ...]:
    """Return the networks, the smallest first; what is no address is counted as it is written.

    IPv4 that is mapped into IPv6 (RFC 4291 section 2.5.5.2) is IPv4.
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
