"""Which layer a tile asks for, and which layers of its camera a sender is to send."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from media.control import VideoLayer

__all__ = ["CameraLayers", "layer_for"]


def layer_for(height_px: int | None, layers: Sequence[VideoLayer]) -> int | None:
    """The index of the layer for a tile of that height (device pixels).

    The smallest that is high enough; None for a tile of 0 pixels, the top layer when the height is unknown (None).
    """
    raise NotImplementedError


@dataclass(slots=True)
class CameraLayers:
    """The layers that one camera is to send: on at once, off only after a while.

    Attributes:
        layers: of the room, smallest first.
    """

    layers: Sequence[VideoLayer]

    def update(self, in_use: Iterable[int], now: float) -> tuple[str, ...]:
        """The rids for `control.LayersWanted`, smallest first.

        Args:
            in_use: indices of layers over all receivers: `Allocation.layers` (not None) and `Allocation.wished` of the
                camera's slot. Empty means that nobody shows the camera.
            now: monotonic seconds.
        """
        raise NotImplementedError
