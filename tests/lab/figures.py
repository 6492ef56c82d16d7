"""A browser's statistics of one slot, audio and video together, as counters that can be subtracted."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

__all__ = ["Figures"]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counters since the start of a connection, or the difference of two of them.

    Attributes:
        audio_packets, audio_lost: received, retransmissions included; never received.
        samples, concealed, silent: played; concealed for missing audio; of these the ones concealed with silence.
        jitter_s, emitted: sum of the jitter buffer's delay over samples; number of samples.
        video_packets, video_lost, frames: of the video.
        freezes, frozen_s: of the video, as the browser counts them.
        nacks, plis, repeats: retransmissions requested, key frames requested, retransmissions received.
        height: of the picture now, pixels; never subtracted.
    """

    audio_packets: int = 0
    audio_lost: int = 0
    samples: int = 0
    concealed: int = 0
    silent: int = 0
    jitter_s: float = 0.0
    emitted: int = 0
    audio_nacks: int = 0
    video_packets: int = 0
    video_lost: int = 0
    frames: int = 0
    freezes: int = 0
    frozen_s: float = 0.0
    nacks: int = 0
    plis: int = 0
    repeats: int = 0
    height: int = 0

    def __sub__(self, before: "Figures") -> "Figures":
        values = {f.name: getattr(self, f.name) - getattr(before, f.name) for f in fields(self)}
        return Figures(**values | {"height": self.height})

    def __add__(self, other: "Figures") -> "Figures":
        values = {f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(self)}
        return Figures(**values | {"height": min(self.height, other.height)})

    @property
    def concealed_percent(self) -> float:
        """The share of played audio that concealed missing packets; silence in pauses of speech does not count."""
        return 100 * (self.concealed - self.silent) / max(1, self.samples)

    @property
    def silent_percent(self) -> float:
        """The share of played audio that was concealed with silence."""
        return 100 * self.silent / max(1, self.samples)

    @property
    def audio_delay_ms(self) -> float:
        """Mean delay of the jitter buffer."""
        return 1000 * self.jitter_s / max(1, self.emitted)

    def as_row(self, seconds: float) -> dict[str, float]:
        """As a table row: rates per second and shares; counters as they are."""
        row = asdict(self)
        for name in ("samples", "concealed", "silent", "jitter_s", "emitted", "frames"):
            del row[name]
        return row | {
            "concealed_percent": round(self.concealed_percent, 2),
            "silent_percent": round(self.silent_percent, 2),
            "audio_delay_ms": round(self.audio_delay_ms),
            "fps": round(self.frames / seconds, 1),
            "frozen_s": round(self.frozen_s, 2),
        }

    @staticmethod
    def by_slot(entries: Iterable[Mapping[str, Any]]) -> dict[int, "Figures"]:
        """Read the `inbound-rtp` entries of getStats; mids are `a0`, `v0`, `a1`, ..."""
        found: dict[int, Figures] = {}
        for entry in entries:
            slot = int(entry["mid"][1:])
            read = _sound(entry) if entry["kind"] == "audio" else _picture(entry)
            known = found.get(slot)
            found[slot] = read if known is None else _joined(known, read)
        return found


def _joined(one: Figures, other: Figures) -> Figures:
    both = one + other
    return Figures(**asdict(both) | {"height": max(one.height, other.height)})


def _sound(entry: Mapping[str, Any]) -> Figures:
    return Figures(
        audio_packets=entry.get("packetsReceived", 0),
        audio_lost=entry.get("packetsLost", 0),
        samples=entry.get("totalSamplesReceived", 0),
        concealed=entry.get("concealedSamples", 0),
        silent=entry.get("silentConcealedSamples", 0),
        jitter_s=entry.get("jitterBufferDelay", 0.0),
        emitted=entry.get("jitterBufferEmittedCount", 0),
        audio_nacks=entry.get("nackCount", 0),
    )


def _picture(entry: Mapping[str, Any]) -> Figures:
    return Figures(
        video_packets=entry.get("packetsReceived", 0),
        video_lost=entry.get("packetsLost", 0),
        frames=entry.get("framesDecoded", 0),
        freezes=entry.get("freezeCount", 0),
        frozen_s=entry.get("totalFreezesDuration", 0.0),
        nacks=entry.get("nackCount", 0),
        plis=entry.get("pliCount", 0),
        repeats=entry.get("retransmittedPacketsReceived", 0),
        height=entry.get("frameHeight", 0),
    )
