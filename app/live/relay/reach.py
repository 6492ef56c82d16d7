"""The relay's addresses: from the settings, or, in a demo without them, two addresses for this machine only.

Chromium reaches 127.0.0.1, but Firefox does not use loopback addresses for media. So the demo's relay also announces the
address of a network card, and accepts packets from this machine only.
"""

import socket

from app.runtime.settings import Mode, Settings
from media.pool.pool import PoolOptions

__all__ = ["find_own_address", "reach_of"]

# A documentation address (RFC 5737). Connecting a UDP socket to it makes the kernel choose the address it would send
# from.
_ELSEWHERE = ("192.0.2.1", 9)


def find_own_address() -> str | None:
    """Return an IPv4 address of this machine other than loopback; None if it has no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ELSEWHERE)
        except OSError:
            return None
        address: str = probe.getsockname()[0]
    return None if address.startswith("127.") else address


def reach_of(settings: Settings, own_address: str | None) -> PoolOptions:
    """Return the options of the relay's workers.

    Args:
        settings: The settings.
        own_address: The result of `find_own_address`.
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
    if settings.mode is not Mode.DEMO or is_told or own_address is None:
        return options
    return PoolOptions(
        options.workers,
        (own_address, *options.announce),
        "0.0.0.0",
        options.port,
        program=program,
        own_addresses=(own_address,),
    )
