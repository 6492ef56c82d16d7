"""A peer's camera: its layers, and which of them each receiver gets. Layers are switched only at a key frame."""

from collections.abc import Iterable, Sequence

from media.control import VideoLayer
from media.peer.slot import Outlet
from media.peer.stream import ACTIVE_S, STILL_S, IncomingStream
from media.rtp.ring import ring_packets
from media.sdp.profile import Kind

__all__ = ["Camera"]


class Camera:
    """The layers of one camera, smallest first. A camera without layers counts as the top one.

    Attributes:
        layers: one stream each. is_open: the gate of all of them.
        outlets: the receivers, whichever layer they get.
    """

    def __init__(self, layers: Sequence[VideoLayer]) -> None:
        self.layers = tuple(
            IncomingStream(Kind.VIDEO, layer.rid, ring_packets(layer.max_bps)) for layer in layers
        )
        self.is_open = False
        self.outlets: tuple[Outlet, ...] = ()

    def stream(self, rid: str | None) -> IncomingStream | None:
        """The layer with this rid; the top one for a camera without rids, None for a rid that was not offered."""
        if rid is None:
            return self.layers[-1]
        return next((layer for layer in self.layers if layer.rid == rid), None)

    def set_route(self, is_open: bool, outlets: Iterable[Outlet]) -> None:
        """Apply the plan: the gate, and who may receive. A new receiver gets nothing until `choose`."""
        before, self.outlets = self.outlets, tuple(outlets) if is_open else ()
        if is_open and self.is_open and self.outlets == before:
            return
        self.is_open = is_open
        for layer in self.layers:
            layer.set_gate(is_open)
        for outlet in self.outlets:
            if outlet not in before:
                outlet.chosen = None
        for outlet in before:
            if outlet not in self.outlets:
                self._let_go(outlet)

    def sweep(self) -> None:
        """Free the packets that closed gates have dropped."""
        for layer in self.layers:
            if layer.ring is not None:
                layer.ring.sweep()

    def choose(self, outlet: Outlet, index: int | None) -> bool:
        """Give a receiver the layer `index` from its next key frame on; None pauses the video at once.

        Returns:
            Whether it waits for a key frame because of that.
        """
        if outlet not in self.outlets or outlet.chosen == index:
            return False
        outlet.chosen = index
        if index is None:
            self._let_go(outlet)
            return False
        for number, layer in enumerate(self.layers):
            if number != index and outlet in layer.waiting:
                layer.waiting.remove(outlet)
        self.layers[index].await_key_frame(outlet)
        return True

    def available(self, now: float) -> tuple[tuple[int, int], ...]:
        """The layers being sent: index and bits per second (0 before it is measured)."""
        newest = self._newest(now)
        return tuple(
            (index, layer.bps) for index, layer in enumerate(self.layers) if newest - layer.last_at < ACTIVE_S
        )

    def sent(self, now: float) -> int:
        """A bit mask of the layers being sent, the smallest layer in the lowest bit."""
        since, mask, bit = self._newest(now) - ACTIVE_S, 0, 1
        for layer in self.layers:
            if layer.last_at > since:
                mask |= bit
            bit <<= 1
        return mask

    def _newest(self, now: float) -> float:
        """When the newest packet of any layer arrived; `now` for a camera that is off.

        A still picture sends nothing in any layer, whereas a layer that is off falls behind the others.
        """
        newest = self.layers[0].last_at
        for layer in self.layers:
            if layer.last_at > newest:
                newest = layer.last_at
        return newest if now - newest < STILL_S else now

    def _let_go(self, outlet: Outlet) -> None:
        for layer in self.layers:
            layer.unsubscribe(outlet)
