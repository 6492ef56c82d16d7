"""What facilitators see besides turns and runs: marks, requests waiting for them, the agenda, and who leads."""

from collections.abc import Callable
from typing import cast

from rooms.model.ids import PersonId, SeatId
from rooms.rules.common.device_check import DEVICE_CHECK_LEAST_S, couples_apart
from rooms.rules.common.welfare import flags_of
from rooms.rules.context import RuleContext
from rooms.schema.agenda import Agenda, AgendaItem
from rooms.schema.leading import Care, LedMarks, LedPeople, OpenHelp, OpenWelfare, VoiceWish
from rooms.schema.words import word
from rooms.state import Place, Welfare, WelfareCheck
from rooms.state.subjects import AGENDA, PEOPLE, RUNS, VOICES, shows

__all__ = [
    "MarksView",
    "build_agenda_view",
    "build_care_view",
    "build_help_view",
    "build_leading_view",
    "build_marks_view",
]

MarksView = Callable[[RuleContext], LedPeople]
"""Builds the marks, or returns what was built before."""


@shows(PEOPLE)
def build_marks_view(context: RuleContext) -> LedPeople:
    """Build what changes only when somebody moves or is marked."""
    state = context.state
    people = state.people.items()
    view: LedPeople = {
        "come_back": [person for person, now in people if now.come_back],
        "distress": [person for person, now in people if now.distress],
        "splits": {person: {"apart": now.apart} for person, now in people if now.split_asked},
        "private": {
            seat: {"room": now.private} for seat, now in state.seats.items() if now.private is not None
        },
        "observers": {person: dict(answers) for person, answers in state.observers.items()},
    }
    if state.lead:
        view["lead"] = state.lead
    if state.lead_offered:
        view["lead_offered"] = state.lead_offered
    return view


@shows(PEOPLE)
def build_help_view(context: RuleContext) -> dict[SeatId, OpenHelp]:
    """Return the help signals that are not closed, oldest first."""
    view: dict[SeatId, OpenHelp] = {}
    for seat, now in sorted(context.state.help.items(), key=lambda item: (item[1].at, item[0])):
        view[seat] = {"at": now.at}
        if now.person:
            view[seat]["person"] = now.person
        if now.late:
            view[seat]["late"] = True
        if now.seen_by:
            view[seat]["seen_by"] = now.seen_by
        if now.paged:
            view[seat]["paged"] = word(now.paged)
            view[seat]["paged_at"] = now.paged_at
    return view


@shows(PEOPLE | RUNS)
def build_care_view(context: RuleContext) -> Care:
    """Build whom those who lead look after in particular."""
    care = context.state.care
    flags = {person: flags_of(context, person) for person in context.state.people}
    view = cast(
        Care,
        {
            "overheard": [person for person in context.state.people if person in care.overheard],
            "flagged": {person: why for person, why in flags.items() if why},
            "talk": {
                person: now.readiness.talk
                for person, now in context.state.people.items()
                if now.readiness.talk and context.state.seats[now.seat].place is not Place.OUTSIDE
            },
            "apart": [list(couple) for couple in couples_apart(context)],
            "welfare": {
                person: _welfare(context, person, check)
                for person, check in care.welfare.items()
                if check.state is not Welfare.OVER
            },
        },
    )
    check = care.device_check
    if check is not None:
        view["device_check"] = {
            "by": check.by,
            "people": {person: context.setup.people[person].name for person in check.people},
            "turn": check.turn,
            "turn_since": check.turn_since,
            "least_s": DEVICE_CHECK_LEAST_S,
        }
        if check.first_s is not None:
            view["device_check"]["first_s"] = check.first_s
    return view


def _welfare(context: RuleContext, person: PersonId, check: WelfareCheck) -> OpenWelfare:
    view = cast(
        OpenWelfare,
        {
            "name": context.setup.people[person].name,
            "at": check.at,
            "state": word(check.state),
            "steps": {word(step): at for step, at, _ in check.steps},
        },
    )
    if check.back_at is not None:
        view["returned_at"] = check.back_at
    return view


@shows(PEOPLE | VOICES)
def build_leading_view(context: RuleContext, marks_view: MarksView = build_marks_view) -> LedMarks:
    """Build the facilitators' own section."""
    voices: dict[SeatId, VoiceWish] = {}
    for seat in context.shared_seats():
        now = context.state.seats[seat]
        if now.voice_asked is not None and now.voice_asked_at is not None:
            voices[seat] = {"person": now.voice_asked, "since": now.voice_asked_at}
    return {**marks_view(context), "voices": voices}


@shows(AGENDA)
def build_agenda_view(context: RuleContext) -> Agenda | None:
    """Build the agenda; None if the session has none."""
    agenda = context.state.agenda
    if not agenda.items:
        return None
    view: Agenda = {"version": agenda.version, "items": []}
    for item in agenda.items:
        told: AgendaItem = {
            "id": item.id,
            "part": item.part,
            "minutes": item.minutes,
            "planned_min": item.planned_min,
        }
        if item.mode is not None:
            told["mode"] = word(item.mode)
        if item.protocol is not None:
            told["protocol"], told["options"] = item.protocol, item.options
        if item.dropped:
            told["dropped"] = True
        if item.id in agenda.spent_s:
            told["spent_s"] = agenda.spent_s[item.id]
        view["items"].append(told)
    if agenda.current is not None:
        view["current"], view["since"] = agenda.current, agenda.since
    if agenda.ends_at is not None:
        view["ends_at"] = agenda.ends_at
    return view
