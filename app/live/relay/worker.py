"""One relay process with the product's logging: log lines of `media.worker` pass the same allow-list as all others."""

import argparse
import sys
from collections.abc import Sequence

from app.observability.logging import start_logging
from media.worker import process as worker

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a worker; returns the exit status. Takes the options of `media.worker.process`, and ``--log-level``."""
    parser = argparse.ArgumentParser(prog="app.live.relay.worker", add_help=False, allow_abbrev=False)
    parser.add_argument("--log-level", default="info")
    options, others = parser.parse_known_args(arguments)
    start_logging(options.log_level)
    return worker.main(others)


if __name__ == "__main__":
    sys.exit(main())
