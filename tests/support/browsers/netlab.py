"""A network of its own for a test: a server and clients in network namespaces, joined by links that can be degraded.

Each link is a pair of TUN devices: packets from one end are read here, go through `faults`, and are written to the
other. The machine's own network is not involved. Needs Linux, root, and iproute2's `ip`.
"""

import asyncio
import contextlib
import ctypes
import fcntl
import itertools
import os
import shutil
import struct
import subprocess
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.support.service.troubles.faults import PERFECT, Faults, LinkDirection, Nat, is_udp

__all__ = [
    "SERVER_ADDRESS",
    "Link",
    "NetLab",
    "missing_for_nat64",
    "missing_for_netlab",
    "open_netlab",
    "open_tun",
    "run_ip",
]

SERVER_ADDRESS = "10.77.0.1"
_TUN = Path("/dev/net/tun")
# Linux, <linux/if_tun.h>: TUNSETIFF with IFF_TUN | IFF_NO_PI.
_TUNSETIFF = 0x400454CA
_TUN_MODE = 0x0001 | 0x1000
_REQUEST = struct.Struct("16sH22x")
_MTU = 1500
# Packets read in one wake-up; then the browser's protocol gets its turn.
_BATCH = 64
_COMMAND_S = 10
# RFC 6052; it stands for global addresses only, so the server needs one: it is used inside the namespaces alone.
_WELL_KNOWN = "64:ff9b::/96"
_GLOBAL = "11.78"
# Linux, <sched.h>: CLONE_NEWNET.
_NETWORK = 0x40000000

_numbers = itertools.count()


def missing_for_netlab() -> str | None:
    """Return why no network can be made here, or None."""
    if os.name != "posix" or not _TUN.exists():
        return "no /dev/net/tun"
    if os.geteuid() != 0:
        return "network namespaces need root"
    if shutil.which("ip") is None:
        return "not installed: iproute2"
    try:
        name = f"attune{os.getpid()}-probe"
        run_ip("netns", "add", name)
        run_ip("netns", "delete", name)
    except subprocess.CalledProcessError:
        return "no network namespace can be made here"
    return None


def missing_for_nat64() -> str | None:
    """Return why nothing translates between IPv6 and IPv4 here, or None."""
    return None if shutil.which("tayga") else "not installed: tayga"


def run_ip(*arguments: str) -> None:
    """Run `ip` with these arguments."""
    subprocess.run(["ip", *arguments], check=True, capture_output=True, timeout=_COMMAND_S)


def open_tun(name: str) -> int:
    """Return a TUN device in this process's namespace, not up yet; it lives as long as the descriptor."""
    device = os.open(_TUN, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        fcntl.ioctl(device, _TUNSETIFF, _REQUEST.pack(name.encode(), _TUN_MODE))
    except OSError:
        os.close(device)
        raise
    return device


class _Pipe:
    """Carries packets from one TUN device to another, in order and as late as its direction says."""

    def __init__(
        self, direction: LinkDirection, source: int, target: int, rewrite: Callable[[bytes], bytes | None]
    ) -> None:
        self._direction = direction
        self._source = source
        self._target = target
        self._rewrite = rewrite
        self._under_way: deque[tuple[float, bytes]] = deque()
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(source, self._drain)
        self._timer: asyncio.TimerHandle | None = None

    def _drain(self) -> None:
        now = self._loop.time()
        for _ in range(_BATCH):
            try:
                sent = os.read(self._source, _MTU)
            except OSError:
                # No more packets, or the device is down.
                break
            packet = self._rewrite(sent) if is_udp(sent) else None
            leaves = None if packet is None else self._direction.admit(len(packet), now)
            if packet is not None and leaves is not None:
                self._under_way.append((leaves, packet))
        self._deliver()

    def _deliver(self) -> None:
        now = self._loop.time()
        while self._under_way and self._under_way[0][0] <= now:
            # An interface that is down loses packets, as in any network.
            with contextlib.suppress(OSError):
                os.write(self._target, self._under_way.popleft()[1])
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(self._under_way[0][0], self._deliver) if self._under_way else None

    def close(self) -> None:
        """Stop carrying packets and close the source."""
        self._under_way.clear()
        self._loop.remove_reader(self._source)
        if self._timer is not None:
            self._timer.cancel()
        os.close(self._source)


class Link:
    """One client's namespace and its link to the server, in both directions.

    Args:
        namespace: Its name, for `ip netns exec`.
        number: Distinguishes its addresses from those of other links.
        near, far: The TUN devices at the client and at the server.

    Attributes:
        up, down: The two directions, from the client and to it.
        nat: The router between; it translates ports and forgets them on request.
    """

    def __init__(self, namespace: str, number: int, near: int, far: int) -> None:
        self.namespace = namespace
        self.up = LinkDirection(seed=2 * number)
        self.down = LinkDirection(seed=2 * number + 1)
        self.nat = Nat()
        self._number = number
        self._host = 2
        self._pipes = (
            _Pipe(self.up, near, far, self.nat.outward),
            _Pipe(self.down, far, near, self.nat.inward),
        )

    @property
    def address(self) -> str:
        """The client's current address."""
        return f"10.77.{self._number}.{self._host}"

    def set(self, up: Faults = PERFECT, down: Faults = PERFECT) -> None:
        """Change the link's faults, from the next packet on."""
        self.up.faults = up
        self.down.faults = down

    def change_address(self) -> None:
        """Give the client another address and remove the old one, as when switching from Wi-Fi to mobile."""
        former = self.address
        self._host += 1
        self._ip("address", "add", f"{self.address}/32", "dev", "wan")
        self._route()
        self._ip("address", "delete", f"{former}/32", "dev", "wan")

    def unplug(self) -> None:
        """Take the client's interface down: the client notices at once, unlike an outage further away."""
        self._ip("link", "set", "dev", "wan", "down")

    def plug(self) -> None:
        """Bring the interface up again."""
        self._ip("link", "set", "dev", "wan", "up")
        self._route()

    def _route(self) -> None:
        self._ip("route", "replace", "default", "dev", "wan", "src", self.address)

    def _ip(self, *arguments: str) -> None:
        run_ip("-n", self.namespace, *arguments)

    def close(self) -> None:
        """Remove both ends."""
        for pipe in self._pipes:
            pipe.close()


class NetLab:
    """The namespaces of one run; use `open_netlab`.

    Attributes:
        server: The name of the server's namespace, whose address is `SERVER_ADDRESS`.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._prefix = f"attune{os.getpid()}-{next(_numbers)}"
        self._links: list[Link] = []
        self._namespaces: list[str] = []
        self._wires = 0
        self._programs: list[subprocess.Popen[bytes]] = []
        self.server = self._add_namespace("server")
        run_ip("-n", self.server, "address", "add", f"{SERVER_ADDRESS}/32", "dev", "lo")

    def _add_namespace(self, name: str) -> str:
        full = f"{self._prefix}-{name}"
        run_ip("netns", "add", full)
        self._namespaces.append(full)
        run_ip("-n", full, "link", "set", "dev", "lo", "up")
        return full

    def add_link(self) -> Link:
        """Add a client's namespace with a perfect link to the server."""
        number = len(self._links) + 1
        namespace = self._add_namespace(f"client{number}")
        ends = []
        for name, owner, renamed in (("n", namespace, "wan"), ("f", self.server, f"link{number}")):
            device = f"at{os.getpid()}{name}{number}"
            ends.append(open_tun(device))
            run_ip("link", "set", "dev", device, "netns", owner, "name", renamed)
            run_ip("-n", owner, "link", "set", "dev", renamed, "mtu", str(_MTU), "up")
        link = Link(namespace, number, *ends)
        self._links.append(link)
        run_ip("-n", namespace, "address", "add", f"{link.address}/32", "dev", "wan")
        run_ip("-n", namespace, "route", "add", "default", "dev", "wan", "src", link.address)
        run_ip("-n", self.server, "route", "add", f"10.77.{number}.0/24", "dev", f"link{number}")
        return link

    def add_wire(self, *, six: bool = False) -> tuple[str, str]:
        """Add a client's namespace on a wire to the server that carries all protocols; also returns the server's address
        there.

        The client reaches no other address.

        Args:
            six: The wire carries IPv6 alone, otherwise IPv4 alone.
        """
        namespace = self._add_namespace(f"wired{self._wires}")
        return namespace, self._wire(namespace, self.server, six=six)[1]

    def add_tunnel(self, carries: int, *, six: bool = False, udp: bool = True) -> tuple[str, str]:
        """Like `add_wire`, but behind a router whose link to the client carries packets of so many bytes at most.

        The client knows what its link carries. The server is told of no packet that does not pass: the router's own
        messages are lost.

        Args:
            carries: the size of the largest packet. six: as of `add_wire`.
            udp: Datagrams pass. In networks that allow the web alone they do not.
        """
        namespace, router = (self._add_namespace(f"{name}{self._wires}") for name in ("behind", "router"))
        near, gate = self._wire(namespace, router, six=six, mtu=carries)
        inside, server = self._wire(router, self.server, six=six)
        family = "-6" if six else "-4"
        run_ip("-n", namespace, family, "route", "add", "default", "via", gate)
        run_ip("-n", self.server, family, "route", "add", near, "via", inside)
        run_ip("-n", router, family, "rule", "add", "iif", "lo", "to", server, "blackhole")
        if not udp:
            run_ip("-n", router, family, "rule", "add", "to", server, "ipproto", "udp", "blackhole")
        self._forward(router)
        return namespace, server

    def add_nat64(self) -> tuple[str, str]:
        """Add a client's namespace with IPv6 alone, behind a translator; also returns the server's IPv4 address.

        The translator uses the well-known prefix 64:ff9b::/96 (RFC 6052), so the server's address is a global one.
        """
        namespace, router = (self._add_namespace(f"{name}{self._wires}") for name in ("six", "translator"))
        _, gate = self._wire(namespace, router, six=True)
        outside, door = self._wire(router, self.server)
        server, pool = f"{_GLOBAL}.{self._wires}.1", f"10.79.{self._wires}.0/24"
        run_ip("-n", namespace, "-6", "route", "add", "default", "via", gate)
        run_ip("-n", self.server, "address", "add", f"{server}/32", "dev", "lo")
        run_ip("-n", router, "route", "add", server, "via", door)
        run_ip("-n", self.server, "route", "add", pool, "via", outside)
        settings = self._folder / f"{router}.conf"
        settings.write_text(
            f"tun-device nat64\nipv4-addr 192.0.0.1\nipv6-addr {gate[:-1]}ffff\nprefix {_WELL_KNOWN}\n"
            f"dynamic-pool {pool}\ndata-dir {self._folder}\n"
        )
        inside = ("ip", "netns", "exec", router, "tayga", "--config", str(settings))
        subprocess.run([*inside, "--mktun"], check=True, capture_output=True, timeout=_COMMAND_S)
        run_ip("-n", router, "link", "set", "dev", "nat64", "up")
        for place in (pool, _WELL_KNOWN):
            run_ip("-n", router, "route", "add", place, "dev", "nat64")
        self._forward(router)
        translator = subprocess.Popen(
            [*inside, "--nodetach"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._programs.append(translator)
        return namespace, server

    def _forward(self, router: str) -> None:
        for forwarding in ("net.ipv6.conf.all.forwarding", "net.ipv4.ip_forward"):
            run_ip("netns", "exec", router, "sysctl", "-w", f"{forwarding}=1")

    def _wire(self, one: str, other: str, *, six: bool = False, mtu: int = _MTU) -> tuple[str, str]:
        """Join two namespaces; returns the address of each."""
        number, self._wires = self._wires, self._wires + 1
        ends = [f"at{os.getpid()}w{number}{side}" for side in "nf"]
        addresses = [f"fd78:{number}::{host}" if six else f"10.78.{number}.{host}" for host in (2, 1)]
        run_ip("link", "add", ends[0], "type", "veth", "peer", "name", ends[1])
        for device, owner, address in zip(ends, (one, other), addresses, strict=True):
            name = f"wire{number}"
            run_ip("link", "set", "dev", device, "netns", owner, "name", name)
            run_ip(
                *("-n", owner, "address", "add", f"{address}/{64 if six else 24}", "dev", name),
                *(["nodad"] if six else []),
            )
            card = f"02:78:00:00:{number:02x}:{address[-1]:0>2}"
            run_ip("-n", owner, "link", "set", "dev", name, "address", card, "mtu", str(mtu), "up")
            # The neighbour is known from the start: nothing is asked, so nothing about it can be lost.
            neighbour = addresses[1 - addresses.index(address)]
            run_ip(
                *("-n", owner, "neigh", "replace", neighbour, "dev", name, "nud", "permanent"),
                *("lladdr", f"02:78:00:00:{number:02x}:{neighbour[-1]:0>2}"),
            )
        return addresses[0], addresses[1]

    @contextlib.contextmanager
    def inside(self, namespace: str) -> Iterator[None]:
        """Sockets that are made meanwhile, in this thread, belong to the namespace, and stay there."""
        libc = ctypes.CDLL(None, use_errno=True)
        with open("/proc/thread-self/ns/net") as home, open(f"/run/netns/{namespace}") as there:
            assert libc.setns(there.fileno(), _NETWORK) == 0
            try:
                yield
            finally:
                assert libc.setns(home.fileno(), _NETWORK) == 0

    def program(self, namespace: str, path: str) -> str:
        """Return a program that runs `path` inside a namespace, with the same arguments, descriptors and process id."""
        script = self._folder / f"{namespace}-{Path(path).name}"
        script.write_text(f'#!/bin/sh\nexec ip netns exec {namespace} {path} "$@"\n')
        script.chmod(0o755)
        return str(script)

    def close(self) -> None:
        """Remove everything; the processes inside must have ended."""
        for link in self._links:
            link.close()
        for program in self._programs:
            program.terminate()
            program.wait(_COMMAND_S)
        for namespace in self._namespaces:
            with contextlib.suppress(subprocess.CalledProcessError):
                run_ip("netns", "delete", namespace)


@contextlib.contextmanager
def open_netlab() -> Iterator[NetLab]:
    """Open a network, inside a running event loop, that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="attune-netlab-") as folder:
        lab = NetLab(Path(folder))
        try:
            yield lab
        finally:
            lab.close()
