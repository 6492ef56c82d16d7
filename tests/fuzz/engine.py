"""Runs one target, episode by episode, and counts the result of each input, until a forbidden exception escapes.

An episode is a fresh target with a fresh random generator, so that one alone can be repeated.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.fuzz.mutation import Mutator

__all__ = ["EPISODE_INPUTS", "MAX_GROWTH_BYTES", "Finding", "Outcome", "Target", "fuzz", "largest_table"]

EPISODE_INPUTS = 500
# Over a whole run; the first episodes fill caches and are not counted.
MAX_GROWTH_BYTES = 16 * 1024 * 1024
_WARM_UP_EPISODES = 8
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class Target(Protocol):
    """A parser and its surroundings, fresh for each episode."""

    def make(self, mutator: Mutator) -> bytes:
        """The next input."""

    def feed(self, data: bytes) -> str:
        """Pass it in; returns the result in one of a few words. Raises what must not be raised."""

    def check(self) -> None:
        """At the end of an episode: raises AssertionError when something grew beyond its bound."""


@dataclass(frozen=True)
class Finding:
    """An input that broke something.

    Attributes:
        episode, index: its position. data: the input. error: the exception that escaped.
    """

    episode: int
    index: int
    data: bytes
    error: Exception

    def save(self, folder: Path, name: str, seed: int) -> Path:
        """Write the input to a file of its own."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}-{seed}-{self.episode}-{self.index}.bin"
        path.write_bytes(self.data)
        return path


@dataclass
class Outcome:
    """The result of a run.

    Attributes:
        inputs: number of inputs. cpu_s: their CPU time. slowest_s, slowest: the input with the most CPU time.
        counts: of results.
        rss_start, rss_end: bytes; the start is after the first episodes.
        finding: what broke, or None.
    """

    inputs: int = 0
    cpu_s: float = 0.0
    slowest_s: float = 0.0
    slowest: bytes = b""
    counts: Counter[str] | None = None
    rss_start: int = 0
    rss_end: int = 0
    finding: Finding | None = None

    @property
    def leaks(self) -> bool:
        """Whether memory grew beyond its bound."""
        return self.rss_end - self.rss_start > MAX_GROWTH_BYTES


def resident_bytes() -> int:
    """The resident memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_BYTES


def fuzz(
    make: Callable[[], Target], tokens: Sequence[bytes], seed: int, inputs: int, first_episode: int = 0
) -> Outcome:
    """Fuzz a target until `inputs` were tried or one broke something."""
    counts: Counter[str] = Counter()
    outcome = Outcome(counts=counts, rss_start=resident_bytes())
    clock = time.process_time
    began = clock()
    episode = first_episode
    while outcome.inputs < inputs and outcome.finding is None:
        target, mutator = make(), Mutator(seed << 32 | episode, tokens)
        data = b""
        index = 0
        before = clock()
        try:
            for index in range(min(EPISODE_INPUTS, inputs - outcome.inputs)):  # noqa: B007 (the finding names it)
                data = target.make(mutator)
                counts[target.feed(data)] += 1
                after = clock()
                if after - before > outcome.slowest_s:
                    outcome.slowest_s, outcome.slowest = after - before, data
                before = after
            target.check()
        except Exception as error:
            outcome.finding = Finding(episode, index, data, error)
        outcome.inputs += index + 1
        episode += 1
        if episode - first_episode == _WARM_UP_EPISODES:
            outcome.rss_start = resident_bytes()
    outcome.cpu_s = clock() - began
    outcome.rss_end = resident_bytes()
    return outcome


def largest_table(root: object) -> int:
    """The length of the longest dict, set, list or queue within `root`, following the relay's objects."""
    largest, seen, waiting = 0, set[int](), [root]
    while waiting:
        thing = waiting.pop()
        if id(thing) in seen:
            continue
        seen.add(id(thing))
        if isinstance(thing, dict):
            largest = max(largest, len(thing))
            waiting += thing.values()
        elif isinstance(thing, list | tuple | set | frozenset) or type(thing).__name__ == "deque":
            largest = max(largest, len(thing))
            waiting += thing
        elif type(thing).__module__.startswith("media."):
            names = [*getattr(thing, "__dict__", ()), *getattr(type(thing), "__slots__", ())]
            waiting += [getattr(thing, name) for name in names if hasattr(thing, name)]
    return largest
