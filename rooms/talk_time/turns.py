"""For how long each person had the turn in a session, from its log. Pure.

It tells who was given time, not who spoke in it: voices are never stored (`rooms.talk_time.recent`).
"""

from collections.abc import Iterable
from typing import Final

from rooms.model import events as ev
from rooms.model.ids import PersonId

__all__ = ["TURN_KINDS", "time_in_turns"]

_RUNS: Final = (ev.TurnStarted, ev.TurnResumed, ev.TurnHeld)
_RESTS: Final = (ev.TurnPaused, ev.TurnSuspended, ev.TurnEnded)

TURN_KINDS: Final = frozenset(event.kind for event in (*_RUNS, *_RESTS))
"""The kinds of events that are needed."""


def time_in_turns(log: Iterable[ev.Recorded]) -> dict[PersonId, float]:
    """Return the seconds in turns by person, without interruptions; whoever had none is not in it.

    Args:
        log: In order; may hold nothing but `TURN_KINDS`. A turn that was not ended counts for nothing.
    """
    seconds: dict[PersonId, float] = {}
    running: tuple[PersonId, float] | None = None
    for record in log:
        event = record.event
        if not isinstance(event, _RUNS + _RESTS):
            continue
        if running is not None:
            person, since = running
            seconds[person] = seconds.get(person, 0.0) + max(0.0, record.at - since)
        running = (event.person, record.at) if isinstance(event, _RUNS) else None
    return seconds
