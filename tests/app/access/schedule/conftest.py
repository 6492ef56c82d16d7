"""A second clinic in the same installation."""

import pytest

from tests.support.schedule.world import World


@pytest.fixture
def elsewhere(other_world: World) -> World:
    return other_world
