"""Changes of the agenda while it runs: what was prepared comes in; items are added, moved, dropped and stretched. Pure.

None of them touches what is going on: the present item only changes its length, and a run goes on whatever is moved.
"""

from dataclasses import replace

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.events.agenda import AgendaItem
from rooms.model.ids import PersonId
from rooms.rules.context import RuleContext
from rooms.state.agenda import Agenda

__all__ = ["add", "drop", "move", "prepare", "stretch"]


def prepare(context: RuleContext, command: cmd.PrepareAgenda) -> None:
    """Let what was prepared replace what has not begun; an older version, or none, changes nothing."""
    agenda = context.state.agenda
    if not command.version or command.version < agenda.prepared:
        return
    if (command.version, command.ends_at) == (agenda.prepared, agenda.ends_at):
        return
    items = agenda.items
    if command.version != agenda.prepared:
        items = (*_begun(agenda), *(item for item in command.items if not agenda.has_begun(item.id)))
    context.emit(ev.AgendaPrepared(command.version, command.ends_at, items))


def add(context: RuleContext, command: cmd.AddItem) -> None:
    """Add an item that nobody prepared."""
    agenda = context.state.agenda
    # The version rises with every change: no other item of this session has the same id, and none that was prepared.
    item = AgendaItem(
        f"added_{agenda.version + 1}",
        command.part,
        command.minutes,
        0,
        command.mode,
        command.protocol,
        command.options,
    )
    rest = list(agenda.to_come)
    rest.insert(command.place, item)
    _change(context, (*_begun(agenda), *rest), command.by)


def move(context: RuleContext, command: cmd.MoveItem) -> None:
    """Move an item among those that have not begun."""
    agenda = context.state.agenda
    rest = [item for item in agenda.to_come if item.id != command.item]
    rest.insert(command.place, _find(context, command.item))
    _change(context, (*_begun(agenda), *rest), command.by)


def drop(context: RuleContext, command: cmd.DropItem) -> None:
    """Leave an item out, or take it in again."""
    _replace(context, replace(_find(context, command.item), dropped=command.on), command.by)


def stretch(context: RuleContext, command: cmd.StretchItem) -> None:
    """Give an item another length."""
    _replace(context, replace(_find(context, command.item), minutes=command.minutes), command.by)


def _begun(agenda: Agenda) -> tuple[AgendaItem, ...]:
    return tuple(item for item in agenda.items if agenda.has_begun(item.id))


def _find(context: RuleContext, item: str) -> AgendaItem:
    found = context.state.agenda.find(item)
    assert found is not None, "checked"
    return found


def _replace(context: RuleContext, item: AgendaItem, by: PersonId) -> None:
    items = (item if each.id == item.id else each for each in context.state.agenda.items)
    _change(context, tuple(items), by)


def _change(context: RuleContext, items: tuple[AgendaItem, ...], by: PersonId) -> None:
    """Record the items, unless they are as before: that must not make what colleagues do meanwhile stale."""
    if items != context.state.agenda.items:
        context.emit(ev.AgendaChanged(items, by))
