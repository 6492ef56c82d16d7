"""State changes made by events about safety."""

from collections.abc import Callable
from typing import Any

from rooms.model import events as ev
from rooms.model.ids import SeatId
from rooms.state.machines import HELP
from rooms.state.model import Help, HelpSignal, RoomState

__all__ = ["ON_HELP"]


def _state_of(state: RoomState, seat: SeatId) -> Help:
    signal = state.help.get(seat)
    return Help.NONE if signal is None else signal.state


def _signalled(state: RoomState, event: ev.HelpSignalled, at: float) -> None:
    HELP.after(_state_of(state, event.seat), event.kind)
    state.help[event.seat] = HelpSignal(at, event.person, event.late)


def _acknowledged(state: RoomState, event: ev.HelpAcknowledged, at: float) -> None:
    to = HELP.after(_state_of(state, event.seat), event.kind)
    signal = state.help[event.seat]
    signal.state, signal.seen_by = to, event.by


def _paged(state: RoomState, event: ev.HelpPaged, at: float) -> None:
    HELP.after(_state_of(state, event.seat), event.kind)
    signal = state.help[event.seat]
    signal.paged, signal.paged_at = event.outcome, at


def _closed(state: RoomState, event: ev.HelpClosed, at: float) -> None:
    HELP.after(_state_of(state, event.seat), event.kind)
    del state.help[event.seat]


def _noted(state: RoomState, event: ev.FollowUpNoted, at: float) -> None:
    state.follow_ups.add((event.person, event.why))


ON_HELP: dict[type, Callable[[RoomState, Any, float], None]] = {
    ev.HelpSignalled: _signalled,
    ev.HelpAcknowledged: _acknowledged,
    ev.HelpPaged: _paged,
    ev.HelpClosed: _closed,
    ev.FollowUpNoted: _noted,
}
