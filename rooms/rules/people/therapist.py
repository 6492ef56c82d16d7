"""The therapist must be present (domain.md part 3): the session is live only with a facilitator whose licence it needs.

Whoever left, is lost, or is aside with somebody is not present. ``rooms.plan`` closes what clients send to each other
while the session is held, the floor's turn stands still, and both go on where they were when a facilitator is back.
"""

from collections.abc import Iterable

from rooms.model import events as ev
from rooms.rules.context import Ledger
from rooms.rules.part import Part
from rooms.state import Phase
from rooms.state.subjects import PEOPLE

__all__ = ["THERAPIST"]

_RUNNING = (Phase.LIVE, Phase.HELD, Phase.SUSPENDED)


def _settle(ledger: Ledger) -> None:
    state = ledger.state
    led = bool(ledger.licensed_here())
    if state.phase is Phase.WAITING:
        if led:
            ledger.emit(ev.RoomLive())
    elif led and state.unled_since is not None:
        ledger.emit(ev.RoomResumed())
    elif not led and state.unled_since is None:
        ledger.emit(ev.RoomUnled())
    elif not led:
        _count(ledger)


def _count(ledger: Ledger) -> None:
    held_at, suspended_at = _deadlines_of(ledger)
    if ledger.state.phase is Phase.LIVE and held_at <= ledger.now:
        ledger.emit(ev.RoomHeld())
    if ledger.state.phase is Phase.HELD and suspended_at <= ledger.now:
        ledger.emit(ev.RoomSuspended())


def _deadlines_of(ledger: Ledger) -> tuple[float, float]:
    """Return when an unled session is held, and when it is suspended (Unix seconds); both count from the loss."""
    since, policy = ledger.state.unled_since, ledger.setup.policy
    assert since is not None, "the session is unled"
    return since + policy.held_after_s, since + policy.suspended_after_s


def _deadlines(ledger: Ledger) -> Iterable[float | None]:
    if ledger.state.unled_since is None or ledger.state.phase not in _RUNNING:
        return
    held_at, suspended_at = _deadlines_of(ledger)
    if ledger.state.phase is Phase.LIVE:
        yield held_at
    elif ledger.state.phase is Phase.HELD:
        yield suspended_at


THERAPIST = Part(settle=_settle, deadlines=_deadlines, watches=PEOPLE)
