"""`attune` in processes forked from one that has imported it: to import it takes five seconds of a core.

What a process of its own would do differently is tested where `attune` itself is started (tests/app/cli,
tests/app/wiring).
"""

import multiprocessing
import os
import sys
import threading
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.support.browsers.own_network import join_network
from tests.support.rooms.hurried import let_hurry

__all__ = ["start_attune"]

_server = multiprocessing.get_context("forkserver")
# Each process looks into the main module as well, which is pytest's.
_server.set_forkserver_preload(["pytest", "app.cli.main", "app.wiring.main", "app.wiring.serving"])


def start_attune(
    words: tuple[str, ...], environment: dict[str, str], log: Path, *, hurried: bool = False
) -> BaseProcess:
    """Run ``attune`` with these words, in a session of its own and in the network of the calling thread.

    Args:
        words: Its arguments.
        environment: All of its environment.
        log: Where its output is added.
        hurried: Whether its clock can be advanced (`tests.support.rooms.hurried`).
    """
    network = Path(f"/proc/{os.getpid()}/task/{threading.get_native_id()}/ns/net")
    process = _server.Process(target=_run, args=(words, environment, log, network, hurried))
    process.start()
    return process


def _run(
    words: tuple[str, ...], environment: dict[str, str], log: Path, network: Path, hurried: bool
) -> None:
    os.setsid()
    join_network(network)
    os.environ.clear()
    os.environ.update(environment)
    with log.open("ab") as output:
        os.dup2(output.fileno(), sys.stdout.fileno())
        os.dup2(output.fileno(), sys.stderr.fileno())
    # Imported already where this runs; not by the tests, which have no need of it.
    from app.cli.main import main

    if hurried:
        let_hurry()
    sys.argv = ["attune", *words]
    main()
