"""The relay's addresses: from the settings, or, in a demo without them, a few addresses for this machine only.

Chromium reaches 127.0.0.1, but Firefox does not use loopback addresses for media. So the demo's relay also announces the
addresses of a network card, and accepts packets from this machine only.
"""

import socket

from app.runtime.relay_settings import choose_bind
from app.runtime.settings import Mode, Settings
from media.pool.pool import PoolOptions

__all__ = ["find_own_addresses", "reach_of"]

# Documentation addresses (RFC 5737, RFC 3849). Connecting a UDP socket to one makes the kernel choose the address it
# would send from.
_ELSEWHERE = {socket.AF_INET: ("192.0.2.1", 9), socket.AF_INET6: ("2001:db8::1", 9)}


def find_own_addresses() -> tuple[str, ...]:
    """Return the addresses of this machine other than loopback, one of each family that has a network."""
    found = []
    for family, elsewhere in _ELSEWHERE.items():
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect(elsewhere)
                address: str = probe.getsockname()[0]
        except OSError:
            continue
        if not address.startswith(("127.", "fe80:")) and address != "::1":
            found.append(address)
    return tuple(found)


def reach_of(settings: Settings, own_addresses: tuple[str, ...]) -> PoolOptions:
    """Return the options of the relay's workers.

    Args:
        settings: The settings.
        own_addresses: The result of `find_own_addresses`.
    """
    program = ("-m", "app.live.relay.worker", "--log-level", settings.log_level)
    options = PoolOptions(
        settings.relay_workers,
        settings.relay_announce,
        settings.relay_bind,
        settings.relay_port,
        program=program,
    )
    is_told = settings.model_fields_set & {"relay_announce", "relay_bind"}
    if settings.mode is not Mode.DEMO or is_told or not own_addresses:
        return options
    announce = (*own_addresses, *options.announce)
    return PoolOptions(
        options.workers,
        announce,
        choose_bind(announce, production=True),
        options.port,
        program=program,
        own_addresses=own_addresses,
    )
