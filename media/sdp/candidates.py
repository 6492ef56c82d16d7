"""The relay's ICE candidates: UDP and passive TCP at every announced address, in the order in which they should be used.

RFC 8445 §5.1.2 (priorities), RFC 6544 §4.2 (TCP), RFC 8421 §4 (both families), RFC 8839 §5.1 (as text), RFC 6052 §2.1
(translated addresses).
"""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv6Address
from itertools import zip_longest

__all__ = ["candidate_lines"]

# For hosts; the formula of RFC 8445 §5.1.2.1 for component 1.
_HOST_PREFERENCE = 126
# For the first address; each further one is one lower.
_UDP_PREFERENCE = 65_535
# Direction "passive", as RFC 6544 §4.2 recommends, in the upper three bits. Always below UDP: a lost packet on TCP holds
# up all that follow it.
_TCP_PREFERENCE = (4 << 13) + 8191
_WELL_KNOWN = int(IPv6Address("64:ff9b::"))


def candidate_lines(addresses: Sequence[str], port: int) -> list[str]:
    """The `a=candidate` lines.

    Args:
        addresses: announced addresses, IPv4 or IPv6, best first in each family.
        port: the worker's, for UDP and TCP.
    """
    ordered = _in_turn(addresses) + _translated(addresses)
    lines = [
        f"a=candidate:{index + 1} 1 udp {_priority(_UDP_PREFERENCE - index)} {address} {port} typ host"
        for index, address in enumerate(ordered)
    ]
    return lines + [
        f"a=candidate:{len(ordered) + index + 1} 1 tcp {_priority(_TCP_PREFERENCE - index)} {address} {port}"
        " typ host tcptype passive"
        for index, address in enumerate(ordered)
    ]


def _in_turn(addresses: Sequence[str]) -> list[str]:
    """The families in turn, IPv6 first: a network where one of them fails is not tried to the end of its list."""
    six = [address for address in addresses if ":" in address]
    four = [address for address in addresses if ":" not in address]
    return [address for pair in zip_longest(six, four) for address in pair if address is not None]


def _translated(addresses: Sequence[str]) -> list[str]:
    """Where networks with IPv6 alone have our IPv4 addresses, if their translator (NAT64) uses the well-known prefix.

    A browser gets an address and no name, so nothing else translates it. Our own IPv6 addresses make it needless, and
    only global addresses may be written so (RFC 6052 §3.1).
    """
    if any(":" in address for address in addresses):
        return []
    found = [IPv4Address(address) for address in addresses]
    return [str(IPv6Address(_WELL_KNOWN | int(address))) for address in found if address.is_global]


def _priority(local_preference: int) -> int:
    return (_HOST_PREFERENCE << 24) + (local_preference << 8) + 255
