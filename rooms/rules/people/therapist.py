"""The therapist must be present (docs/domain.md 1.4): the room is live only with a facilitator whose licence it needs.

Whoever has left, is lost, or is in a private room is not present, unless they talk to a couple apart and nobody else is
there (``device_check``). While the session is held, ``rooms.plan`` blocks media
between clients and the turn is paused; both continue where they were when a facilitator is back.
"""

from collections.abc import Iterable

from rooms.model import events as ev
from rooms.rules.common.device_check import keeps_couple
from rooms.rules.context import RuleContext
from rooms.rules.part import Part
from rooms.state import Phase
from rooms.state.subjects import PEOPLE

__all__ = ["THERAPIST"]

_RUNNING = (Phase.LIVE, Phase.HELD, Phase.SUSPENDED)


def _settle(context: RuleContext) -> None:
    state = context.state
    led = bool(context.licensed_here()) or keeps_couple(context)
    if state.phase is Phase.WAITING:
        if led:
            context.emit(ev.RoomLive())
    elif led and state.unled_since is not None:
        context.emit(ev.RoomResumed())
    elif not led and state.unled_since is None:
        context.emit(ev.RoomUnled())
    elif not led:
        _count(context)


def _count(context: RuleContext) -> None:
    held_at, suspended_at = _deadlines_of(context)
    if context.state.phase is Phase.LIVE and held_at <= context.now:
        context.emit(ev.RoomHeld())
    if context.state.phase is Phase.HELD and suspended_at <= context.now:
        context.emit(ev.RoomSuspended())


def _deadlines_of(context: RuleContext) -> tuple[float, float]:
    """Return when an unled session is held and when it is suspended (Unix seconds); both count from the loss."""
    since, policy = context.state.unled_since, context.setup.policy
    assert since is not None, "the session is unled"
    return since + policy.held_after_s, since + policy.suspended_after_s


def _deadlines(context: RuleContext) -> Iterable[float | None]:
    if context.state.unled_since is None or context.state.phase not in _RUNNING:
        return
    held_at, suspended_at = _deadlines_of(context)
    if context.state.phase is Phase.LIVE:
        yield held_at
    elif context.state.phase is Phase.HELD:
        yield suspended_at


THERAPIST = Part(settle=_settle, deadlines=_deadlines, watches=PEOPLE)
