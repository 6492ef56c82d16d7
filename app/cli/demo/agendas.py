"""The agenda of the demo's groups: a short evening with a round, a set of questions, a rest and a closing."""

from dataclasses import replace
from typing import Final

from app.live.room_setup import build_agenda
from app.persistence.clinic_store import ClinicUnit
from app.runtime.ids import new_agenda_item_id
from clinic.common.ids import AppointmentId
from clinic.schedule.agenda import AgendaItem, Part
from rooms.model import events as ev

__all__ = ["EVENING", "add_agenda", "agenda_event"]

EVENING: Final = (
    AgendaItem(Part.CHECK_IN, 10, protocol="feelings_check_in"),
    AgendaItem(Part.PSYCHOEDUCATION, 15, protocol="guided_discussion", options={"deck": "trust", "topic": 0}),
    AgendaItem(Part.BREAK, 5, mode="quiet"),
    AgendaItem(Part.PROCESS_GROUP, 10, mode="queue"),
    AgendaItem(Part.CLOSING, 10, protocol="closing_round"),
)


async def add_agenda(unit: ClinicUnit, appointment: AppointmentId) -> None:
    """Prepare a session like this."""
    await unit.agendas.put(appointment, _items(), 0)


def agenda_event() -> ev.AgendaPrepared:
    """Return the agenda as the first event of a room that has no appointment."""
    told = build_agenda(_items(), 1, None)
    return ev.AgendaPrepared(told.version, told.ends_at, told.items)


def _items() -> tuple[AgendaItem, ...]:
    return tuple(replace(item, id=new_agenda_item_id()) for item in EVENING)
