"""Since when it has been silent, for facilitators only (domain.md 1.16). Pure.

Silence is counted and never acted upon: no turn ends by it (F7) and no client hears of it. What is not known is no
silence: while the relay is away nothing counts, and seats whose media is lost are told beside it.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from rooms.model.ids import SeatId

__all__ = ["HINT_S", "Silence", "silence_view"]

HINT_S = 20.0
"""After so long a facilitator is asked whether to wait, to name the silence, or to reflect."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Whether anybody is heard.

    Attributes:
        since: When the last voice ended, Unix seconds; None while somebody speaks or it is not known.
    """

    since: float | None = None

    def on_speaking(self, speaking: AbstractSet[SeatId] | None, now: float) -> "Silence":
        """Return the silence after it was told who speaks now; None when nobody can tell: the relay is away."""
        if speaking is None or speaking:
            return Silence()
        return self if self.since is not None else Silence(now)

    def hint_due_at(self, hint_s: float | None = HINT_S, *, protected: bool = False) -> float | None:
        """Return when the hint is due; None for never.

        Args:
            hint_s: Seconds of silence before it; None where the room wants no hint.
            protected: The silence is meant: a quiet minute, grounding.
        """
        if self.since is None or hint_s is None or protected:
            return None
        return self.since + hint_s


def silence_view(
    silence: Silence, without_media: int, hint_s: float | None = HINT_S, *, protected: bool = False
) -> dict[str, Any]:
    """Build what facilitators see. It stays the same while the silence lasts: the page counts.

    Args:
        without_media: How many seats in the room have lost their media: these may be an outage, not silence.

    Returns:
        ``without_media``; ``since`` while it is silent; ``hint_at`` if there is to be a hint. JSON without nulls.
    """
    due = silence.hint_due_at(hint_s, protected=protected)
    return {
        "without_media": without_media,
        **({} if silence.since is None else {"since": silence.since}),
        **({} if due is None else {"hint_at": due}),
    }
