"""When sound is sent to one receiver with copies (RED, RFC 2198), and when as plain Opus.

A copy of every frame doubles the bits of a voice and repairs single losses without a wait. So it is sent where packets
are lost and nowhere else. It is there from the start and after a move to another network, until the path has shown
that it loses hardly anything; it comes back with the first report of loss. The more often that happens, the longer the
path has to be calm: a link that loses a little every half minute keeps its copies.
"""

from dataclasses import dataclass

__all__ = ["ASKED", "CALM_MAX_S", "CALM_S", "LOSSY", "MIN_PACKETS", "STEADY_S", "Redundancy"]

LOSSY = 0.01
"""Share of packets lost in one report from which copies are sent; a single loss among hundreds is concealed unheard."""
MIN_PACKETS = 20
"""Reports on fewer packets are added up: one of ten lost says little."""
CALM_S = 10.0
"""How long reports have to stay below that until copies end, at first."""
CALM_MAX_S = 160.0
STEADY_S = 60.0
"""Without copies for so long without loss, and the path counts as a new one."""
ASKED = 3
"""So many packets of sound asked for again before the next report are loss already; one may just have been late."""


@dataclass(slots=True)
class Redundancy:
    """The decision for one receiver.

    Attributes:
        is_on: whether its sound carries copies.
    """

    is_on: bool = True
    _calm_s: float = CALM_S
    _calm_since: float | None = None
    _off_since: float = 0.0
    _expected: float = 0.0
    _lost: float = 0.0
    _asked: int = 0

    def on_report(self, lost: float, expected: float, now: float) -> None:
        """Take what reports say about the last packets to it, of all its streams.

        Packets that were never sent are not lost: a microphone that is quiet (DTX) or closed uses no numbers.

        Args:
            lost, expected: packets; expected may be 0.
            now: monotonic seconds.
        """
        self._lost += max(0.0, lost)
        self._expected += max(0.0, expected)
        if self._expected < MIN_PACKETS:
            return
        share = self._lost / self._expected
        self._lost = self._expected = 0.0
        self._asked = 0
        if share >= LOSSY:
            self._on_loss(now)
        elif self._calm_since is None:
            self._calm_since = now
        elif self.is_on and now - self._calm_since >= self._calm_s:
            self.is_on = False
            self._off_since = now

    def on_request(self, packets: int, now: float) -> None:
        """It asks for that many packets of sound again, before any report says that they were lost."""
        self._asked += packets
        if self._asked >= ASKED:
            self._asked = 0
            self._on_loss(now)

    def _on_loss(self, now: float) -> None:
        self._calm_since = None
        if not self.is_on:
            self.is_on = True
            brief = now - self._off_since < STEADY_S
            self._calm_s = min(CALM_MAX_S, 2 * self._calm_s) if brief else CALM_S
