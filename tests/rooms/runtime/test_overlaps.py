"""Everything at once in one room: whoever comes or asks while something is being done meets one consistent room."""

import asyncio
import logging
from collections import Counter
from random import Random

import pytest

from rooms.model.policy.policy import RoomKind
from tests.rooms.random_room.overlap import Overlap
from tests.rooms.random_room.setups import random_setup
from tests.support.thorough import examples

EVENINGS = examples(24)
STEPS = 120


def test_whatever_overlaps_everybody_sees_what_is_stored_and_in_force(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.CRITICAL)
    counts: Counter[str] = Counter()
    for number in range(EVENINGS):
        rng = Random(number)
        evening = Overlap(random_setup(rng, tuple(RoomKind)), rng)
        asyncio.run(evening.run(STEPS))
        counts += evening.counts
    assert min(counts["done"], counts["welcomed"], counts["resumed"]) > EVENINGS
    assert counts["not let in: room.busy"], "no page failed"
