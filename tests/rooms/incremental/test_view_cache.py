"""What is kept is always what a full build gives, and patches lead from one to the other: random evenings.

``tests.rooms.random_room.screens`` compares them.
"""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.model.policy.policy import RoomKind
from tests.rooms.random_room.evening import Evening
from tests.rooms.random_room.setups import random_setup
from tests.support.thorough import examples


@given(seed=st.integers(0, 2**32), steps=st.integers(1, 120))
@settings(max_examples=examples(20), deadline=None)
def test_kept_views_are_what_a_full_build_gives(seed: int, steps: int) -> None:
    evening = Evening(random_setup(Random(seed), tuple(RoomKind)), Random(seed), closely=True)
    evening.open()
    for number in range(steps):
        evening.step(seed + number)
    evening.look()
    assert evening.told
