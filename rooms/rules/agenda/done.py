"""What became of the agenda, read from a session's log: each item with its minutes as planned and as they were. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from rooms.model import events as ev
from rooms.model.events.agenda import AgendaItem
from rooms.state.agenda import Agenda
from rooms.state.on.agenda import changed, led_on, prepared

__all__ = ["DoneItem", "what_was_done"]


@dataclass(frozen=True, slots=True)
class DoneItem:
    """An item at the end of a session.

    Attributes:
        spent_s: How long it lasted, seconds; None if it never began, or is not over yet.
    """

    item: AgendaItem
    spent_s: float | None


def what_was_done(log: Iterable[ev.Recorded]) -> tuple[DoneItem, ...]:
    """Return the items in the order in which they began, then those that never did; empty if nothing was led on to.

    Args:
        log: The session's records in order; those that are not about the agenda may be left out, but for when the
            service was away and when the session ended.
    """
    agenda, began = Agenda(), False
    for record in log:
        match record.event:
            case ev.AgendaPrepared() as event:
                prepared(agenda, event, record.at)
            case ev.AgendaChanged() as event:
                changed(agenda, event, record.at)
            case ev.AgendaLedOn() as event:
                led_on(agenda, event, record.at)
                began = True
            case ev.RoomBack(away_s=away_s):
                # The room stood still meanwhile.
                agenda.since += away_s
            case ev.RoomEnded():
                agenda.close(record.at)
            case _:
                continue
    return tuple(DoneItem(item, agenda.spent_s.get(item.id)) for item in agenda.items) if began else ()
