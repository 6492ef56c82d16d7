"""State changes made by events of the agenda."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rooms.model import events as ev
from rooms.state.agenda import Agenda
from rooms.state.model import RoomState

__all__ = ["ON_AGENDA", "changed", "led_on", "prepared"]


def prepared(agenda: Agenda, event: ev.AgendaPrepared, at: float) -> None:
    """Take over what was prepared."""
    agenda.items, agenda.ends_at, agenda.prepared = event.items, event.ends_at, event.version
    agenda.version += 1


def changed(agenda: Agenda, event: ev.AgendaChanged, at: float) -> None:
    """Take over the items as somebody changed them."""
    agenda.items = event.items
    agenda.version += 1


def led_on(agenda: Agenda, event: ev.AgendaLedOn, at: float) -> None:
    """Begin an item, which comes behind those that began before it."""
    agenda.close(at)
    agenda.current, agenda.since = event.item, at
    agenda.run, agenda.mode_before = event.run, event.mode_before
    item = agenda.find(event.item)
    if item is not None:
        begun = [each for each in agenda.items if each.id in agenda.spent_s]
        rest = [each for each in agenda.to_come if each.id != item.id]
        agenda.items = (*begun, replace(item, dropped=False), *rest)
    agenda.version += 1


def _on(change: Callable[[Agenda, Any, float], None]) -> Callable[[RoomState, Any, float], None]:
    return lambda state, event, at: change(state.agenda, event, at)


ON_AGENDA: dict[type, Callable[[RoomState, Any, float], None]] = {
    ev.AgendaPrepared: _on(prepared),
    ev.AgendaChanged: _on(changed),
    ev.AgendaLedOn: _on(led_on),
}
