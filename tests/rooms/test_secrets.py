"""What a viewer may not know moves nothing that they see: content, counters, sizes, order or times."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rooms.model.policy import RoomKind
from tests.rooms.random_room.setups import random_setup
from tests.rooms.random_room.twins import Twins


@given(seed=st.integers(0, 2**32), steps=st.integers(20, 150))
@settings(max_examples=25, deadline=None)
def test_two_evenings_that_differ_in_private_look_the_same_to_all_others(seed: int, steps: int) -> None:
    twins = Twins(random_setup(Random(seed), tuple(RoomKind)), Random(seed))
    twins.open()
    for _ in range(steps):
        twins.step()
    assert twins.story
