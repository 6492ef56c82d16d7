"""Loss repair in both directions: what to request from the sender, and how often to retransmit to a receiver."""

from dataclasses import dataclass, field

__all__ = [
    "KEY_FRAMES_AT_ONCE",
    "KEY_FRAME_PAUSE_S",
    "MAX_MISSING",
    "MAX_RESENDS",
    "MAX_TRIES",
    "RESENDS_PER_SECOND",
    "RESEND_PAUSE_S",
    "GapTracker",
    "KeyFrameRequests",
    "ResendGuard",
]

# Upstream: a packet may be this late before it counts as lost. A request leaves twice, because one that is lost costs a
# round trip; then it is repeated at this pace, but not before browsers retransmit again: a round trip and 5 ms later.
REORDER_S = 0.01
TWICE_S = 0.02
RETRY_S = 0.04
RETRY_MARGIN_S = 0.01
MAX_TRIES = 20
MAX_AGE_S = 1.0
# More missing packets than this are an outage, not a gap: only a key frame helps.
MAX_MISSING = 256

# Downstream: a packet is not retransmitted again within half a round trip, only a limited number of times, and only so
# many packets per second and receiver. A browser asks again after a round trip of its own measuring: a whole one of ours
# would refuse every other of these requests.
RESEND_PAUSE_S = 0.1
RESEND_ROUND_TRIPS = 0.5
MIN_RESEND_PAUSE_S = 0.03
MAX_RESENDS = 5
RESENDS_PER_SECOND = 400
_REMEMBERED = 512

# Browsers ignore a request for a key frame within 0.3 s of the one before, whichever layers the two name.
KEY_FRAME_PAUSE_S = 0.35
KEY_FRAMES_AT_ONCE = 6
KEY_FRAMES_PER_SECOND = 1.0


@dataclass(slots=True)
class _Gap:
    since: float
    due: float
    tries: int = 0


@dataclass(slots=True)
class GapTracker:
    """Missing packets of one incoming stream.

    Attributes:
        missing: what is known of each, by extended sequence number.
    """

    missing: dict[int, _Gap] = field(default_factory=dict)
    _highest: int | None = None

    def on_packet(self, extended: int, now: float) -> bool:
        """Note an arrival, in order or not.

        Returns:
            False when too much was missing: the gaps were given up and a key frame is needed.
        """
        if self._highest is None:
            self._highest = extended
            return True
        if extended <= self._highest:
            self.missing.pop(extended, None)
            return True
        gap = extended - self._highest - 1
        start, self._highest = self._highest + 1, extended
        if gap + len(self.missing) > MAX_MISSING:
            self.missing.clear()
            return False
        for number in range(start, extended):
            self.missing[number] = _Gap(now, now + REORDER_S)
        return True

    def has_lost(self, extended: int) -> bool:
        """Whether the packet right before this one is missing; call it before `on_packet` for this one."""
        return self._highest is not None and (
            self._highest < extended - 1 or (extended - 1 in self.missing and extended > self._highest)
        )

    def was_asked_for(self, extended: int) -> bool:
        """Whether a packet that arrived under its own number had been requested: audio is retransmitted like that."""
        gap = self.missing.get(extended)
        return gap is not None and gap.tries > 0

    def take_recovered(self, extended: int) -> bool:
        """Whether a retransmitted packet was really missing; it no longer is."""
        return self.missing.pop(extended, None) is not None

    def take_due(self, now: float, rtt_s: float = 0.0) -> list[int]:
        """The numbers to request now, each twice in a row, at most `MAX_TRIES` times and for `MAX_AGE_S`.

        Args:
            now: monotonic seconds.
            rtt_s: round trip to the sender; nothing is requested a third time within it.
        """
        if not self.missing:
            return []
        pause = max(RETRY_S, rtt_s + RETRY_MARGIN_S)
        due, dead = [], []
        for number, gap in self.missing.items():
            if gap.due > now:
                continue
            if gap.tries >= MAX_TRIES or now - gap.since > MAX_AGE_S:
                dead.append(number)
                continue
            gap.tries += 1
            gap.due = now + (TWICE_S if gap.tries % 2 else pause - TWICE_S)
            due.append(number)
        for number in dead:
            del self.missing[number]
        return due

    def reset(self) -> None:
        """Forget all gaps: what the gate dropped is not missing."""
        self._highest = None
        self.missing.clear()


@dataclass(slots=True)
class ResendGuard:
    """Limits the retransmissions to one receiver, so that its NACKs cannot amplify."""

    _sent: dict[tuple[int, int], tuple[float, int]] = field(default_factory=dict)
    _tokens: float = RESENDS_PER_SECOND
    _at: float = 0.0

    def allow(self, ssrc: int, sequence: int, now: float, rtt_s: float | None = None) -> bool:
        """Whether this packet may be retransmitted now; counts it if so.

        Args:
            ssrc: the SSRC it was sent on.
            sequence: its extended number there.
            now: monotonic seconds.
            rtt_s: round trip to the receiver, None while unknown.
        """
        key = (ssrc, sequence)
        pause = RESEND_PAUSE_S if rtt_s is None else max(MIN_RESEND_PAUSE_S, rtt_s * RESEND_ROUND_TRIPS)
        last, times = self._sent.get(key, (-pause, 0))
        if now - last < pause or times >= MAX_RESENDS:
            return False
        self._tokens = min(RESENDS_PER_SECOND, self._tokens + (now - self._at) * RESENDS_PER_SECOND)
        self._at = now
        if self._tokens < 1:
            return False
        self._tokens -= 1
        # Re-inserting keeps the dictionary in order of use, so the first entry is the oldest.
        self._sent.pop(key, None)
        self._sent[key] = (now, times + 1)
        if len(self._sent) > _REMEMBERED:
            del self._sent[next(iter(self._sent))]
        return True


@dataclass(slots=True)
class KeyFrameRequests:
    """When one camera is asked for key frames: at once, but not again before the answer can be there.

    A few may follow each other that closely, when people come one after another; whatever receivers ask for, it is one a
    second in the long run, or a camera would send nothing else.
    """

    _left: float = KEY_FRAMES_AT_ONCE
    _last: float = float("-inf")

    def allow(self, now: float, rtt_s: float = 0.0) -> bool:
        """Whether a request may be sent now; counts it if so.

        Args:
            now: monotonic seconds.
            rtt_s: round trip to the sender.
        """
        since = now - self._last
        left = min(KEY_FRAMES_AT_ONCE, self._left + since * KEY_FRAMES_PER_SECOND)
        if since < KEY_FRAME_PAUSE_S + rtt_s or left < 1:
            return False
        self._left, self._last = left - 1, now
        return True
