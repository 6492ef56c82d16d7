"""A short fuzzing run: no parser raises what it does not document, and the runner notices when one does."""

from pathlib import Path

import pytest

from tests.fuzz.engine import EPISODE_INPUTS, fuzz
from tests.fuzz.mutation import Mutator
from tests.fuzz.targets import TARGETS

SEED = 2026


@pytest.mark.parametrize("name", TARGETS)
def test_no_exception_escapes(name: str, tmp_path: Path) -> None:
    entry = TARGETS[name]
    outcome = fuzz(entry.make, entry.tokens, SEED, entry.brief)
    if outcome.finding is not None:
        path = outcome.finding.save(tmp_path, name, SEED)
        pytest.fail(
            f"{path}: --target {name} --seed {SEED} --episode {outcome.finding.episode}, {outcome.finding!r}"
        )
    assert outcome.inputs == entry.brief
    assert len(outcome.counts or ()) >= 3, "the damage reaches more than one place"


class _Fragile:
    """Breaks at the byte 0xFF."""

    def make(self, mutator: Mutator) -> bytes:
        return mutator.mutate((bytes(20),))

    def feed(self, data: bytes) -> str:
        if 0xFF in data:
            raise KeyError(data)
        return "accepted"

    def check(self) -> None:
        """Nothing is kept."""


def test_an_escaped_exception_is_found_saved_and_reproduced_alone(tmp_path: Path) -> None:
    first = fuzz(_Fragile, (), 1, 100_000).finding
    assert first is not None
    assert isinstance(first.error, KeyError)
    assert first.save(tmp_path, "fragile", 1).read_bytes() == first.data
    again = fuzz(_Fragile, (), 1, EPISODE_INPUTS, first.episode).finding
    assert again is not None
    assert (again.index, again.data) == (first.index, first.data)
    assert (fuzz(_Fragile, (), 2, 100_000).finding or first).data != first.data


def test_a_mutator_is_determined_by_its_seed() -> None:
    one, other = (Mutator(5, (b"token",)) for _ in range(2))
    samples = [b"some sample", b"another"]
    assert [one.mutate(samples) for _ in range(500)] == [other.mutate(samples) for _ in range(500)]
