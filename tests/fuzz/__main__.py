"""`python -m tests.fuzz --inputs 1000000 --seed 1 [--target rtp] [--episode 7]`: the long run, as a table.

Exit code 1 when an exception escaped or memory grew beyond its bound; the input is saved in build/fuzz.
"""

import argparse
import sys
import traceback
from pathlib import Path

from tests.fuzz.engine import EPISODE_INPUTS, Outcome, fuzz
from tests.fuzz.targets import TARGETS

_FOLDER = Path("build/fuzz")
_SHOWN = 6


def _row(name: str, outcome: Outcome) -> str:
    counts = (outcome.counts or {}).items()
    kinds = sorted(counts, key=lambda item: -item[1])
    words = ", ".join(f"{kind} {count}" for kind, count in kinds[:_SHOWN])
    more = f", {len(kinds) - _SHOWN} more" if len(kinds) > _SHOWN else ""
    memory = f"{outcome.rss_start / 2**20:.1f} / {outcome.rss_end / 2**20:.1f}"
    return (
        f"| {name} | {outcome.inputs} | {outcome.cpu_s:.1f} | {outcome.slowest_s * 1000:.1f} | {memory} "
        f"| {len(kinds)}: {words}{more} |"
    )


def main() -> int:
    """Run what the command line asks for; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--target", choices=TARGETS, action="append", help="one or more; all without it")
    parser.add_argument("--inputs", type=int, default=1_000_000, help="for each target")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--episode", type=int, help=f"run this one alone again ({EPISODE_INPUTS} inputs)")
    parser.add_argument("--any-memory", action="store_true", help="do not judge how much it grew")
    chosen = parser.parse_args()
    print(
        "| Target | Inputs | CPU s | Slowest ms | RSS MiB start / end | Outcomes |\n|---|---|---|---|---|---|"
    )
    failed = False
    for name in chosen.target or TARGETS:
        entry = TARGETS[name]
        inputs = max(1, int(chosen.inputs * entry.share)) if chosen.episode is None else EPISODE_INPUTS
        outcome = fuzz(entry.make, entry.tokens, chosen.seed, inputs, chosen.episode or 0)
        print(_row(name, outcome), flush=True)
        if outcome.finding is not None:
            failed = True
            path = outcome.finding.save(_FOLDER, name, chosen.seed)
            traceback.print_exception(outcome.finding.error)
            print(
                f"{name}: --seed {chosen.seed} --episode {outcome.finding.episode}, input {outcome.finding.index}: "
                f"{path}\n{outcome.finding.data[:200]!r}",
                file=sys.stderr,
            )
        elif outcome.leaks and not chosen.any_memory:
            failed = True
            print(f"{name}: memory grew too much", file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
