"""The straight line closest to the last points of a curve, kept up to date point by point."""

from collections import deque

__all__ = ["Line"]

# Points this close to one above the other have no slope; what rounding leaves is less.
_LEAST_SPREAD = 1e-3


class Line:
    """A line through the last `window` points.

    Its sums are carried on from point to point, which costs a fifth of adding them up each time, and are added up anew
    once in a window: so neither rounding nor the distance from the origin grows.
    """

    __slots__ = ("_age", "_origin", "_points", "_sum_x", "_sum_xx", "_sum_xy", "_sum_y", "_window")

    def __init__(self, window: int) -> None:
        self._window = window
        self._points: deque[tuple[float, float]] = deque()
        self._origin = 0.0
        self._age = 0
        self._sum_x = self._sum_xx = self._sum_xy = self._sum_y = 0.0

    def add(self, x: float, y: float) -> None:
        """Take the next point; the oldest one is forgotten."""
        points = self._points
        points.append((x, y))
        if len(points) > self._window:
            former_x, former_y = points.popleft()
            former_x -= self._origin
            self._sum_x -= former_x
            self._sum_xx -= former_x * former_x
            self._sum_xy -= former_x * former_y
            self._sum_y -= former_y
        self._age += 1
        if self._age >= self._window:
            self._add_up()
            return
        x -= self._origin
        self._sum_x += x
        self._sum_xx += x * x
        self._sum_xy += x * y
        self._sum_y += y

    def _add_up(self) -> None:
        self._age = 0
        origin = self._origin = self._points[0][0]
        xs, ys = [x - origin for x, _ in self._points], [y for _, y in self._points]
        self._sum_x, self._sum_y = sum(xs), sum(ys)
        self._sum_xx = sum([x * x for x in xs])
        self._sum_xy = sum([x * y for x, y in zip(xs, ys, strict=True)])

    def slope(self) -> float:
        """How much y grows with x; 0 before the window is full, and where all points are above each other."""
        count = len(self._points)
        spread = count * self._sum_xx - self._sum_x * self._sum_x
        if count < self._window or spread < _LEAST_SPREAD:
            return 0.0
        return (count * self._sum_xy - self._sum_x * self._sum_y) / spread
