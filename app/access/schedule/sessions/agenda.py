"""The agenda of a session: what was prepared, by whom it may be changed, what it may begin with, and what became of it.

Staff who see a session read its agenda; those who lead or plan it prepare it, and keep
templates of the clinic's own for its kind of room. Clients never see times.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.access.callers import Caller
from app.access.reading import is_planner
from app.access.schedule.sessions.rights import check_leads, may_see
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.schedule.agendas import StoredAgenda
from app.persistence.repositories.schedule.records import Appointment
from app.runtime.ids import new_agenda_item_id, new_agenda_template_id
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import AppointmentId
from clinic.identity.access import Action, Principal, check, may
from clinic.schedule.agenda import AgendaItem, check_agenda
from clinic.schedule.agenda_templates import AGENDA_TEMPLATES, AgendaTemplate, check_template
from clinic.schedule.attendees import LEADING
from rooms.model.library import LibraryIndex
from rooms.rules.agenda.done import DoneItem, what_was_done
from rooms.rules.agenda.prepared import may_be_prepared

__all__ = [
    "SessionAgenda",
    "access_agenda",
    "access_previous",
    "keep_template",
    "prepare_agenda",
    "remove_template",
]


@dataclass(frozen=True, slots=True)
class SessionAgenda:
    """A session's agenda as staff see it.

    Attributes:
        templates: What may be begun with, by the session's kind; the clinic's own first.
        done: What was done; empty before the session led on to anything, and once its log is no longer kept.
        may_change: Whether the caller may change it.
    """

    appointment: Appointment
    stored: StoredAgenda
    templates: Sequence[AgendaTemplate]
    done: tuple[DoneItem, ...]
    may_change: bool


async def access_agenda(caller: Caller, appointment: AppointmentId) -> SessionAgenda:
    """Return a session's agenda. Raises Refused: ``access.denied``, ``appointment.unknown``."""
    async with caller.read() as unit:
        found = await _find(unit, caller.principal, appointment)
        return await _shown(unit, caller.principal, found)


async def access_previous(caller: Caller, appointment: AppointmentId) -> StoredAgenda:
    """Return the agenda of the session before this one in its series. Raises Refused as ``access_agenda``."""
    async with caller.read() as unit:
        await _find(unit, caller.principal, appointment)
        return await unit.agendas.previous(appointment)


async def prepare_agenda(
    unit: ClinicUnit,
    principal: Principal,
    appointment: AppointmentId,
    version: int,
    items: Sequence[AgendaItem],
    library: LibraryIndex,
) -> SessionAgenda:
    """Store what a session is to be.

    Args:
        items: Those that are known keep their id, the others get one.
        version: Of the agenda that is changed; 0 if there is none.

    Raises:
        Refused: ``access.denied``, ``appointment.unknown``; ``version.other``.
        Invalid: ``agenda.too_many``, ``agenda.minutes``, ``agenda.choice``: this protocol cannot be prepared like this.
    """
    found = await _find_to_change(unit, principal, appointment)
    if errors := [*check_agenda(items), *_check_choices(items, library)]:
        raise Invalid(errors)
    stored = await unit.agendas.find(appointment)
    if not await unit.agendas.put(appointment, _with_ids(items, stored), version):
        raise Refused("version.other")
    unit.note("agenda.prepare", appointment)
    return await _shown(unit, principal, found)


async def keep_template(
    unit: ClinicUnit,
    principal: Principal,
    appointment: AppointmentId,
    name: str,
    items: Sequence[AgendaItem],
    library: LibraryIndex,
) -> SessionAgenda:
    """Keep these items under a name, to begin sessions of the same kind with.

    Raises:
        Refused: ``access.denied``, ``appointment.unknown``.
        Invalid: As ``check_template``, and ``agenda.choice``.
    """
    found = await _find_to_change(unit, principal, appointment)
    kind = found.content.kind
    template = AgendaTemplate(
        new_agenda_template_id(), tuple(_with_ids(items, StoredAgenda())), " ".join(name.split())
    )
    kept = await unit.agendas.templates(kind)
    if errors := [*check_template(template, kept), *_check_choices(items, library)]:
        raise Invalid(errors)
    await unit.agendas.keep_template(kind, template)
    unit.note("agenda_template.add", appointment)
    return await _shown(unit, principal, found)


async def remove_template(
    unit: ClinicUnit, principal: Principal, appointment: AppointmentId, template: str
) -> SessionAgenda:
    """Remove a template of the clinic's own for sessions of this kind; one that is gone already changes nothing.

    Raises:
        Refused: ``access.denied``, ``appointment.unknown``.
    """
    found = await _find_to_change(unit, principal, appointment)
    if await unit.agendas.remove_template(found.content.kind, template):
        unit.note("agenda_template.remove", appointment)
    return await _shown(unit, principal, found)


async def _find_to_change(unit: ClinicUnit, principal: Principal, appointment: AppointmentId) -> Appointment:
    check(principal, Action.SCHEDULE_WRITE, unit.now)
    found = await _find(unit, principal, appointment)
    check_leads(principal, found.people)
    return found


async def _find(unit: ClinicUnit, principal: Principal, appointment: AppointmentId) -> Appointment:
    check(principal, Action.SCHEDULE_READ, unit.now)
    found = await unit.appointments.find(appointment)
    if found is None or not may_see(principal, found):
        raise Refused("appointment.unknown")
    return found


async def _shown(unit: ClinicUnit, principal: Principal, appointment: Appointment) -> SessionAgenda:
    kind = appointment.content.kind
    leads = is_planner(principal) or any(
        each.person == principal.person and each.role in LEADING for each in appointment.people
    )
    return SessionAgenda(
        appointment,
        await unit.agendas.find(appointment.id),
        (*await unit.agendas.templates(kind), *AGENDA_TEMPLATES.get(kind, ())),
        what_was_done(await unit.agendas.log(appointment.id)),
        leads and may(principal, Action.SCHEDULE_WRITE),
    )


def _check_choices(items: Sequence[AgendaItem], library: LibraryIndex) -> list[FieldError]:
    return [
        FieldError(f"items.{place}.protocol", "agenda.choice")
        for place, item in enumerate(items)
        if not (may_be_prepared(library, item.protocol, item.options) if item.protocol else not item.options)
    ]


def _with_ids(items: Sequence[AgendaItem], stored: StoredAgenda) -> list[AgendaItem]:
    """Return the items, each with an id of its own: rooms know by it which of them have begun."""
    free = {item.id for item in stored.items}
    named = []
    for item in items:
        known = item.id in free
        free.discard(item.id)
        named.append(item if known else replace(item, id=new_agenda_item_id()))
    return named
