"""The line closest to the last points of a curve."""

from statistics import StatisticsError, linear_regression

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.rates.link.line import Line

WINDOW = 5


def slope_of(points: list[tuple[float, float]]) -> float:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    try:
        return linear_regression(xs, ys).slope
    except StatisticsError:
        return 0.0


@given(
    st.floats(0, 1e8),
    st.lists(st.tuples(st.integers(0, 200), st.floats(-500, 500)), max_size=40),
)
def test_the_slope_is_that_of_the_last_points_however_far_they_are_from_the_origin(
    start: float, steps: list[tuple[int, float]]
) -> None:
    line, points, x = Line(WINDOW), list[tuple[float, float]](), start
    for step, y in steps:
        x += step
        points.append((x, y))
        line.add(x, y)
        expected = slope_of(points[-WINDOW:]) if len(points) >= WINDOW else 0.0
        assert line.slope() == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_points_above_each_other_have_no_slope() -> None:
    line = Line(WINDOW)
    for y in range(3 * WINDOW):
        line.add(0.1, float(y))
        assert line.slope() == 0.0
