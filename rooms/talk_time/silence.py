"""Since when it has been silent, shown to facilitators only (docs/domain.md, Silence). Pure.

Silence is measured but never acted upon: it ends no turn (F7), and no client is told. Unknown is not silent: nothing
counts while the relay is down, and the number of seats that lost their media is shown with it.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from rooms.model.ids import SeatId

__all__ = ["HINT_S", "Silence", "silence_view"]

HINT_S = 20.0
"""After this long a facilitator is asked whether to wait, to name the silence, or to reflect."""


@dataclass(frozen=True, slots=True)
class Silence:
    """Whether anybody is heard.

    Attributes:
        since: When the last voice ended, Unix seconds; None while somebody speaks or it is unknown.
    """

    since: float | None = None

    def on_speaking(self, speaking: AbstractSet[SeatId] | None, now: float) -> "Silence":
        """Return the silence after a report of who speaks now; None means unknown because the relay is down."""
        if speaking is None or speaking:
            return Silence()
        return self if self.since is not None else Silence(now)

    def hint_due_at(self, hint_s: float | None = HINT_S, *, protected: bool = False) -> float | None:
        """Return when the hint is due; None for never.

        Args:
            hint_s: Seconds of silence before the hint; None if the room wants none.
            protected: The silence is intended: a quiet minute, grounding.
        """
        if self.since is None or hint_s is None or protected:
            return None
        return self.since + hint_s


def silence_view(
    silence: Silence, without_media: int, hint_s: float | None = HINT_S, *, protected: bool = False
) -> dict[str, Any]:
    """Build what facilitators see. It does not change while the silence lasts; the page counts.

    Args:
        without_media: How many seats in the room have lost their media; this may be an outage, not silence.

    Returns:
        ``without_media``; ``since`` while it is silent; ``hint_at`` if a hint will follow. JSON without nulls.
    """
    due = silence.hint_due_at(hint_s, protected=protected)
    return {
        "without_media": without_media,
        **({} if silence.since is None else {"since": silence.since}),
        **({} if due is None else {"hint_at": due}),
    }
