"""A private network for this process: loopback, and one other address, as any real machine has.

Everything started inside (the service, browsers) is in it and reaches nothing else. Firefox gathers no candidates on
loopback, so it needs the other address. Needs Linux, root, and iproute2's `ip`.
"""

import contextlib
import ctypes
import os
from collections.abc import Iterator
from pathlib import Path

from tests.support.browsers.netlab import open_tun, run_ip

__all__ = ["OWN_ADDRESS", "join_network", "own_network"]

OWN_ADDRESS = "10.78.0.1"
# Linux, <sched.h>.
_CLONE_NEWNET = 0x40000000
_libc = ctypes.CDLL(None, use_errno=True)


def _check(result: int) -> None:
    if result:
        raise OSError(ctypes.get_errno(), "network namespace")


@contextlib.contextmanager
def own_network() -> Iterator[None]:
    """Move this thread, and everything it opens and starts, into a new network, and back at the end."""
    before = os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
    try:
        _check(_libc.unshare(_CLONE_NEWNET))
        # It has a carrier as long as this is open.
        device = open_tun("own")
        try:
            run_ip("link", "set", "dev", "lo", "up")
            run_ip("address", "add", f"{OWN_ADDRESS}/24", "dev", "own")
            run_ip("link", "set", "dev", "own", "up")
            run_ip("route", "add", "default", "dev", "own")
            yield
        finally:
            os.close(device)
            _check(_libc.setns(before, _CLONE_NEWNET))
    finally:
        os.close(before)


def join_network(network: Path) -> None:
    """Move this thread into another's network, if it is not in it: its ``/proc/…/ns/net``."""
    if network.readlink() == Path("/proc/thread-self/ns/net").readlink():
        return
    there = os.open(network, os.O_RDONLY | os.O_CLOEXEC)
    try:
        _check(_libc.setns(there, _CLONE_NEWNET))
    finally:
        os.close(there)
