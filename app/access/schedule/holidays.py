"""Days on which no series meets: sessions to come on a new holiday are cancelled, those on a day that is none any more
come back.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from app.access.callers import Caller
from app.access.reading import is_planner
from app.access.schedule.notices import AppointmentNotices, tell
from app.access.schedule.sessions.building import changed
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.schedule.clinic_rules import Holiday
from app.persistence.repositories.schedule.records import Appointment, SeriesRecord
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import AppointmentId
from clinic.identity.access import Action, Principal, check
from clinic.schedule.recurrence.series import OccurrenceState, occurrences
from clinic.schedule.states import Status

__all__ = ["access_holidays", "put_holidays"]

_MOST_CHANGED: Final = 40
"""Days that may become holidays, or stop being some, at once."""


async def access_holidays(caller: Caller) -> list[Holiday]:
    """Return all holidays. Raises Refused: ``access.denied``."""
    check(caller.principal, Action.SCHEDULE_READ, caller.now)
    async with caller.read() as unit:
        return await unit.rules.holidays()


async def put_holidays(
    unit: ClinicUnit, principal: Principal, holidays: Sequence[Holiday], notices: AppointmentNotices
) -> list[Holiday]:
    """Store holidays in place of those there were, and let the sessions to come follow.

    A session whose people have something else meanwhile does not come back.

    Raises:
        Refused: ``access.denied``.
        Invalid: ``holidays.name``, ``holidays.twice`` for an item; ``holidays.too_many``: more than 40 days change.
    """
    check(principal, Action.SCHEDULE_WRITE, unit.now)
    if not is_planner(principal):
        raise Refused("access.denied", Action.SCHEDULE_WRITE)
    _check_form(holidays)
    await unit.appointments.lock()
    days = {each.day for each in holidays}
    different = days.symmetric_difference(each.day for each in await unit.rules.holidays())
    if len(different) > _MOST_CHANGED:
        raise Invalid([FieldError("items", "holidays.too_many")])
    await unit.rules.put_holidays(holidays)
    unit.note("holidays.change", days=",".join(sorted(day.isoformat() for day in different)))
    pairs = await _follow(unit, different, days)
    await unit.appointments.change(pairs)
    await tell(notices, unit, (), pairs)
    return await unit.rules.holidays()


def _check_form(holidays: Sequence[Holiday]) -> None:
    errors, seen = list[FieldError](), set[date]()
    for number, each in enumerate(holidays):
        if not each.name.strip() or not each.name.isprintable():
            errors.append(FieldError(f"items.{number}.name", "holidays.name"))
        if each.day in seen:
            errors.append(FieldError(f"items.{number}.day", "holidays.twice"))
        seen.add(each.day)
    if errors:
        raise Invalid(errors)


async def _follow(
    unit: ClinicUnit, different: Collection[date], holidays: Collection[date]
) -> list[tuple[Appointment, Appointment]]:
    """Return the sessions to come that the holidays change, before and after."""
    rows = await unit.appointments.of_days(sorted(different), unit.zone, unit.now)
    series = await unit.series.find({row.series for row in rows})
    states = {one: _states(record, holidays) for one, record in series.items()}
    pairs = list[tuple[Appointment, Appointment]]()
    for row in rows:
        status = states[row.series].get(row.slot, row.status)
        if status is not row.status:
            pairs.append((row, changed(row, replace(row, status=status))))
    busy = await _busy(unit, [after for _, after in pairs if after.status is Status.PLANNED])
    return [pair for pair in pairs if pair[0].id not in busy]


def _states(record: SeriesRecord, holidays: Collection[date]) -> dict[object, Status]:
    plan = record.plan
    return {
        each.key: Status.PLANNED if each.state is OccurrenceState.PLANNED else Status.CANCELLED
        for each in occurrences(plan.series, holidays, plan.overrides)
    }


async def _busy(unit: ClinicUnit, back: Sequence[Appointment]) -> set[AppointmentId]:
    if not back:
        return set()
    people = {each.person for session in back for each in session.people}
    spans = sorted({(each.begins, each.ends) for each in back})
    bookings = await unit.surroundings.bookings(people, spans, {each.id for each in back})
    return {
        session.id
        for session in back
        if any(
            booking.begins < session.ends and booking.ends > session.begins
            for each in session.people
            for booking in bookings.get(each.person, ())
        )
    }
