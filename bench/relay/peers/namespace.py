"""Measures a relay of somebody else in a network namespace of its own: nothing leaves the machine, and it ends with it.

Needs Debian's package `iproute2`, and root or user namespaces.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.figures import Measured
from bench.relay.peers.program import PeerFailed
from bench.relay.peers.room import PEERS

__all__ = ["measure_peer", "missing"]

_PROGRAMS = ("ip", "unshare")
_ROOT = Path(__file__).resolve().parents[3]
# Beyond the time that is measured: it starts, and a room of 32 joins.
_PATIENCE_S = 180.0


def missing(relay: str) -> str:
    """What to do before this relay can be measured; empty if nothing."""
    without = [program for program in _PROGRAMS if shutil.which(program) is None]
    if without:
        return f"not installed: {', '.join(without)}"
    program = PEERS[relay].program
    return "" if program.find() else program.how_to


def measure_peer(relay: str, seats: int, seconds: float) -> Measured:
    """Measure it under the load of one room; the keys are those of our own relay.

    Raises:
        PeerFailed: it failed.
    """
    unshare = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--net", "--map-root-user"]
    options = [relay, "--seats", str(seats), "--seconds", str(seconds)]
    try:
        done = subprocess.run(
            [*unshare, sys.executable, "-m", "bench.relay.peers.room", *options],
            cwd=_ROOT,
            capture_output=True,
            text=True,
            timeout=seconds + _PATIENCE_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PeerFailed("it took too long") from None
    if done.returncode != 0:
        raise PeerFailed((done.stderr.strip().splitlines() or ["no reason given"])[-1])
    figures: Measured = json.loads(done.stdout.splitlines()[-1])
    return figures
