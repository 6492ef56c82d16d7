"""Which layers tiles need and senders send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.control import RoomOptions
from media.rates.layers import OFF_HOLD_S, CameraLayers, layer_for

LAYERS = RoomOptions(4).layers


@pytest.mark.parametrize(
    ("height", "layer"),
    [(None, 2), (0, None), (-5, None), (1, 0), (225, 0), (226, 1), (450, 1), (451, 2), (900, 2), (4000, 2)],
)
def test_a_tile_needs_the_smallest_layer_that_is_high_enough(height: int | None, layer: int | None) -> None:
    assert layer_for(height, LAYERS) == layer


def test_a_room_with_one_layer_has_it_at_any_height() -> None:
    assert [layer_for(height, LAYERS[:1]) for height in (None, 0, 100, 2000)] == [0, None, 0, 0]


def test_a_camera_starts_with_all_layers() -> None:
    camera = CameraLayers(LAYERS)
    assert camera.update((), 0.0) == ("q", "h", "f")
    assert camera.update((), OFF_HOLD_S - 0.1) == ("q", "h", "f")
    assert camera.update((), OFF_HOLD_S) == ()


def begun() -> CameraLayers:
    """A camera that started long ago."""
    camera = CameraLayers(LAYERS)
    camera.update((), -100.0)
    return camera


def test_a_layer_is_on_at_once_and_off_after_a_while() -> None:
    camera = begun()
    assert camera.update({2}, 0.0) == ("q", "f")
    assert camera.update({1}, 1.0) == ("q", "h", "f")
    assert camera.update({1}, OFF_HOLD_S - 0.1) == ("q", "h", "f")
    assert camera.update({1}, OFF_HOLD_S) == ("q", "h")


def test_a_camera_nobody_shows_is_eventually_off() -> None:
    camera = begun()
    assert camera.update((), 0.0) == ()
    camera.update({0}, 1.0)
    assert camera.update((), 1.0 + OFF_HOLD_S - 0.1) == ("q",)
    assert camera.update((), 1.0 + OFF_HOLD_S) == ()


@given(st.lists(st.tuples(st.sets(st.integers(0, 2)), st.floats(0, 4)), max_size=40))
def test_used_layers_are_on_and_the_lowest_is_on_while_anybody_shows_the_camera(
    uses: list[tuple[set[int], float]],
) -> None:
    camera, now = begun(), 0.0
    used_at: dict[int, float] = {}
    for used, later in uses:
        now += later
        rids = camera.update(used, now)
        used_at.update(dict.fromkeys(used | ({0} if used else set()), now))
        assert rids == tuple(
            LAYERS[layer].rid for layer in sorted(used_at) if now - used_at[layer] < OFF_HOLD_S
        )
