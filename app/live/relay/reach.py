"""Where the relay is reached: as the settings say, or in a demo without them at two addresses of this machine alone.

Browsers differ: Chromium reaches 127.0.0.1, Firefox uses no loopback address for media at all. So the demo's relay is
announced at an address of a network card as well, and takes nothing but what this machine sends itself.
"""

import socket

from app.settings import Mode, Settings
from media.pool.pool import PoolOptions

__all__ = ["find_own_address", "reach_of"]

# For documentation alone (RFC 5737): asked for the way there, the kernel names the address it would use.
_ELSEWHERE = ("192.0.2.1", 9)


def find_own_address() -> str | None:
    """An IPv4 address of this machine that is no loopback address; None where it is in no network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_ELSEWHERE)
        except OSError:
            return None
        address: str = probe.getsockname()[0]
    return None if address.startswith("127.") else address


def reach_of(settings: Settings, own_address: str | None) -> PoolOptions:
    """The relay's options.

    Args:
        own_address: of `find_own_address`.
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
