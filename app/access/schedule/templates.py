"""A programme's week from a template: its series for one cohort, client or couple, planned whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from app.access.callers import Caller
from app.access.reading import is_planner
from app.access.schedule.notices import AppointmentNotices
from app.access.schedule.planning import Planned, plan_sessions
from app.access.schedule.sessions.forms import Draft, Invited
from app.persistence.clinic_store import ClinicUnit
from app.persistence.repositories.schedule.records import Content
from clinic.common.errors import FieldError, Invalid, Refused
from clinic.common.ids import CohortId, CoupleId, PersonId
from clinic.identity.access import Action, Principal, check
from clinic.schedule.agenda import break_of
from clinic.schedule.recurrence.rule_text import format_rule
from clinic.schedule.templates import TEMPLATES, Audience, SeriesDraft, Template, instantiate

__all__ = ["ChosenSession", "WeekPlan", "access_templates", "plan_week"]


@dataclass(frozen=True, slots=True)
class ChosenSession:
    """A session of a template that is to be planned.

    Attributes:
        number: Its place in the template, from 0.
        staff: Who leads it, and other staff.
        at: When it begins, instead of the template's time.
    """

    number: int
    title: str
    staff: tuple[Invited, ...]
    at: time | None = None


@dataclass(frozen=True, slots=True)
class WeekPlan:
    """What is to become of a template: for whom, and from when on for how long."""

    first_monday: date
    weeks: int
    sessions: tuple[ChosenSession, ...]
    cohort: CohortId | None = None
    client: PersonId | None = None
    couple: CoupleId | None = None


def access_templates(caller: Caller) -> Sequence[Template]:
    """Return every template. Raises Refused: ``access.denied``."""
    check(caller.principal, Action.SCHEDULE_READ, caller.now)
    return tuple(TEMPLATES.values())


async def plan_week(
    unit: ClinicUnit, principal: Principal, code: str, plan: WeekPlan, notices: AppointmentNotices
) -> Planned:
    """Plan the chosen sessions of a template.

    Raises:
        Refused: ``access.denied``, ``template.unknown``, ``couple.unknown``; as ``plan_sessions``.
        Invalid: ``template.session``: the template has no such session. ``template.audience``: for whom it is was not
            said, for the fields ``cohort``, ``client`` and ``couple``. As ``instantiate`` and ``plan_sessions``.
    """
    check(principal, Action.SCHEDULE_WRITE, unit.now)
    if not is_planner(principal):
        raise Refused("access.denied", Action.SCHEDULE_WRITE)
    template = TEMPLATES.get(code)
    if template is None:
        raise Refused("template.unknown")
    drafts = instantiate(template, plan.first_monday, unit.clinic.time_zone, plan.weeks)
    _check(drafts, plan)
    partners: tuple[PersonId, ...] = ()
    if plan.couple is not None:
        couple = await unit.couples.find(plan.couple)
        if couple is None:
            raise Refused("couple.unknown")
        partners = couple.unit.partners
    done = [
        await plan_sessions(unit, principal, _draft(unit, drafts[each.number], each, plan, partners), notices)
        for each in plan.sessions
    ]
    return Planned(
        tuple(session for one in done for session in one.sessions),
        tuple(conflict for one in done for conflict in one.conflicts),
    )


def _check(drafts: Sequence[SeriesDraft], plan: WeekPlan) -> None:
    audiences = {
        Audience.COHORT: ("cohort", plan.cohort),
        Audience.CLIENT: ("client", plan.client),
        Audience.COUPLE: ("couple", plan.couple),
    }
    errors = []
    for place, each in enumerate(plan.sessions):
        if each.number >= len(drafts):
            errors.append(FieldError(f"sessions.{place}.session", "template.session"))
            continue
        field, given = audiences[drafts[each.number].session.audience]
        if given is None and FieldError(field, "template.audience") not in errors:
            errors.append(FieldError(field, "template.audience"))
    if errors:
        raise Invalid(errors)


def _draft(
    unit: ClinicUnit, series: SeriesDraft, chosen: ChosenSession, plan: WeekPlan, partners: Sequence[PersonId]
) -> Draft:
    session = series.session
    start = series.start if chosen.at is None else datetime.combine(series.start.date(), chosen.at)
    guests = {
        Audience.COHORT: (),
        Audience.CLIENT: (plan.client,),
        Audience.COUPLE: partners,
    }[session.audience]
    return Draft(
        Content(chosen.title, session.room, session.track, break_of(session.agenda)),
        start,
        series.length_min,
        (*chosen.staff, *(Invited(each) for each in guests if each is not None)),
        rule=format_rule(series.rule, start, unit.zone),
        cohort=plan.cohort if session.audience is Audience.COHORT else None,
    )
