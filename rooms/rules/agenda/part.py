"""The agenda as a part of the room: who may change it and when. Only those who lead may; a stale intent is refused."""

from collections.abc import Hashable
from typing import Any

from rooms.model import commands as cmd
from rooms.model.events.agenda import ITEMS_MAX, MINUTES_MAX, MINUTES_MIN
from rooms.model.ids import PersonId
from rooms.rules.agenda.changes import add, drop, move, prepare, stretch
from rooms.rules.agenda.lead_on import lead_on
from rooms.rules.agenda.prepared import may_be_prepared
from rooms.rules.common.checks import leads
from rooms.rules.context import RuleContext
from rooms.rules.floor.rights import BASE_MODES
from rooms.rules.part import Part, all_of, of_leaders, reads
from rooms.state.subjects import AGENDA as AGENDA_SUBJECT

__all__ = ["AGENDA"]

_MORE_MIN = 5


@of_leaders(AGENDA_SUBJECT)
def agenda_now(context: RuleContext) -> Hashable:
    """Return the version of the agenda, and which of its items are on or to come."""
    agenda = context.state.agenda
    return (agenda.version, agenda.current, tuple((item.id, item.dropped) for item in agenda.to_come))


# Checks.


@reads(agenda_now)
def _fresh(context: RuleContext, command: Any) -> str | None:
    return None if command.expected_version == context.state.agenda.version else "agenda.stale"


@reads(agenda_now)
def _goes_on(context: RuleContext, command: cmd.LeadOn) -> str | None:
    return None if context.state.agenda.next else "agenda.nothing_next"


@reads(agenda_now)
def _is_to_come(context: RuleContext, command: cmd.MoveItem | cmd.DropItem) -> str | None:
    agenda = context.state.agenda
    if agenda.find(command.item) is None:
        return "agenda.no_item"
    return "agenda.has_begun" if agenda.has_begun(command.item) else None


@reads(agenda_now)
def _is_not_over(context: RuleContext, command: cmd.StretchItem) -> str | None:
    agenda = context.state.agenda
    if agenda.find(command.item) is None:
        return "agenda.no_item"
    return "agenda.is_over" if command.item in agenda.spent_s else None


@reads(agenda_now)
def _is_a_place(context: RuleContext, command: cmd.MoveItem) -> str | None:
    return None if 0 <= command.place < len(context.state.agenda.to_come) else "agenda.bad_place"


@reads(agenda_now)
def _has_room(context: RuleContext, command: cmd.AddItem) -> str | None:
    agenda = context.state.agenda
    if len(agenda.items) >= ITEMS_MAX:
        return "agenda.full"
    return None if 0 <= command.place <= len(agenda.to_come) else "agenda.bad_place"


def _is_a_length(context: RuleContext, command: cmd.StretchItem | cmd.AddItem) -> str | None:
    return None if MINUTES_MIN <= command.minutes <= MINUTES_MAX else "agenda.bad_minutes"


def _can_be_chosen(context: RuleContext, command: cmd.AddItem) -> str | None:
    """Return why nobody could lead on to it: not this mode, not this protocol, or not with these options."""
    if command.protocol is None:
        fits = not command.options
    else:
        fits = may_be_prepared(context.library, command.protocol, command.options)
    return None if fits and command.mode in (None, *BASE_MODES) else "agenda.bad_choice"


# Examples.


def _first(context: RuleContext) -> str:
    return next((item.id for item in context.state.agenda.to_come), "")


@reads(agenda_now)
def _next(person: PersonId, context: RuleContext) -> cmd.LeadOn:
    return cmd.LeadOn(person, context.state.agenda.version)


@reads(agenda_now)
def _move(person: PersonId, context: RuleContext) -> cmd.MoveItem:
    return cmd.MoveItem(person, _first(context), 0, context.state.agenda.version)


@reads(agenda_now)
def _drop(person: PersonId, context: RuleContext) -> cmd.DropItem:
    return cmd.DropItem(person, _first(context), True, context.state.agenda.version)


@reads(agenda_now)
def _stretch(person: PersonId, context: RuleContext) -> cmd.StretchItem:
    agenda = context.state.agenda
    return cmd.StretchItem(person, agenda.current or _first(context), _MORE_MIN, agenda.version)


@reads(agenda_now)
def _add(person: PersonId, context: RuleContext) -> cmd.AddItem:
    return cmd.AddItem(person, "talk", _MORE_MIN, 0, context.state.agenda.version)


AGENDA = Part(
    handlers={
        cmd.PrepareAgenda: prepare,
        cmd.LeadOn: lead_on,
        cmd.MoveItem: move,
        cmd.DropItem: drop,
        cmd.StretchItem: stretch,
        cmd.AddItem: add,
    },
    checks={
        cmd.LeadOn: all_of(leads, _fresh, _goes_on),
        cmd.MoveItem: all_of(leads, _fresh, _is_to_come, _is_a_place),
        cmd.DropItem: all_of(leads, _fresh, _is_to_come),
        cmd.StretchItem: all_of(leads, _fresh, _is_not_over, _is_a_length),
        cmd.AddItem: all_of(leads, _fresh, _has_room, _is_a_length, _can_be_chosen),
    },
    examples={
        "agenda.next": _next,
        "agenda.move": _move,
        "agenda.drop": _drop,
        "agenda.stretch": _stretch,
        "agenda.add": _add,
    },
)
