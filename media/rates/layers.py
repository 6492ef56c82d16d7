"""Which layer a tile needs, and which layers of its camera a sender should send."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from media.control import VideoLayer

__all__ = ["OFF_HOLD_S", "TILE_SHARE", "CameraLayers", "layer_for"]

# Four fifths of the tile's height look as good in it; the next layer costs three times as much.
TILE_SHARE = 0.8
# A layer that was turned off needs a key frame to come back, so a tile that is briefly small turns nothing off.
OFF_HOLD_S = 5.0


def layer_for(height_px: int | None, layers: Sequence[VideoLayer]) -> int | None:
    """The index of the layer for a tile of that height (device pixels).

    The smallest layer that is high enough; the top one if none is or the height is unknown (None); None for a tile that
    is not shown (0 or less).
    """
    if height_px is None:
        return len(layers) - 1
    if height_px <= 0:
        return None
    enough = (index for index, layer in enumerate(layers) if layer.height >= height_px * TILE_SHARE)
    return next(enough, len(layers) - 1)


@dataclass(slots=True)
class CameraLayers:
    """The layers one camera should send: turned on at once, off only after `OFF_HOLD_S` without use.

    Attributes:
        layers: of the room, smallest first.
    """

    layers: Sequence[VideoLayer]
    _used_at: dict[int, float] = field(default_factory=dict)

    def update(self, in_use: Iterable[int], now: float) -> tuple[str, ...]:
        """The rids for `control.LayersWanted`, smallest first.

        Args:
            in_use: indices of layers over all receivers: `Allocation.layers` (not None) and `Allocation.wished` of the
                camera's slot. Empty when nobody shows the camera.
            now: monotonic seconds.
        """
        if not self._used_at:
            # A camera starts with all of its layers: none is unwanted before anybody could want it.
            self._used_at = dict.fromkeys(range(len(self.layers)), now)
        used = set(in_use)
        if used:
            # The lowest layer is everybody's fallback when a link gets narrow.
            used.add(0)
        self._used_at.update(dict.fromkeys(used, now))
        return tuple(
            layer.rid
            for index, layer in enumerate(self.layers)
            if now - self._used_at.get(index, float("-inf")) < OFF_HOLD_S
        )
