"""Which facilitator leads: the first licensed one, until the lead is handed over or a colleague has to take over.

The lead is a facilitator or co-facilitator in the room, or nobody (docs/domain.md, Lead). It is handed over in one
event; if the lead is lost, the colleague who arrived first takes over, licensed ones before others.
"""

from collections.abc import Iterable

from rooms.model import commands as cmd
from rooms.model import events as ev
from rooms.model.ids import PersonId
from rooms.rules.common.checks import leads
from rooms.rules.context import RuleContext
from rooms.rules.part import Part, all_of
from rooms.state import Phase
from rooms.state.lookups import LEADERS
from rooms.state.subjects import PEOPLE

__all__ = ["LEAD"]


def _colleagues(context: RuleContext) -> list[PersonId]:
    """Return who could lead instead of the current lead, the best candidate first."""
    licensed = context.licensed_here()
    able = (
        person
        for person, now in context.state.people.items()
        if now.role in LEADERS and _can_act(context, person) and person != context.state.lead
    )
    return sorted(able, key=lambda person: (person not in licensed, context.seat_of(person).since))


def _can_act(context: RuleContext, person: PersonId) -> bool:
    """Whether the person is in the room with a connected client; media are not required."""
    return context.is_in_room(person) and context.seat_of(person).online


def _is_at_hand(context: RuleContext, lead: PersonId) -> bool:
    """Whether the lead is in the room as a facilitator; one who stepped out or left no longer leads."""
    return context.role(lead) in LEADERS and context.is_in_room(lead)


def _lost_at(context: RuleContext) -> float | None:
    """Return when the lead will have been lost for too long (Unix seconds), or None."""
    lead = context.state.lead
    lost_at = context.seat_of(lead).lost_at if lead is not None else None
    return None if lost_at is None else lost_at + context.setup.policy.promote_after_s


def _settle(context: RuleContext) -> None:
    lead, lost_at = context.state.lead, _lost_at(context)
    if context.state.phase is Phase.WAITING:
        return
    colleagues = _colleagues(context)
    if lead is not None and _is_at_hand(context, lead):
        # Without a colleague, a lost lead remains the lead.
        if lost_at is None or lost_at > context.now or not colleagues:
            return
    follows = next(iter(colleagues), None)
    if follows != lead:
        context.emit(ev.LeadTaken(follows))


def _deadlines(context: RuleContext) -> Iterable[float | None]:
    if context.state.phase in (Phase.WAITING, Phase.ENDED):
        return
    yield _lost_at(context) if _colleagues(context) else None


def _offer(context: RuleContext, command: cmd.OfferLead) -> None:
    if context.state.lead_offered != command.person:
        context.emit(ev.LeadOffered(command.person, command.by))


def _take(context: RuleContext, command: cmd.TakeLead) -> None:
    context.emit(ev.LeadTaken(command.by))


def _is_lead(context: RuleContext, command: cmd.OfferLead) -> str | None:
    return None if context.state.lead == command.by else "lead.not_yours"


def _can_lead(context: RuleContext, command: cmd.OfferLead) -> str | None:
    person = command.person
    if person is None:
        return None
    if person not in context.state.people:
        return "person.unknown"
    if person == command.by:
        return "lead.is_yours"
    if context.role(person) not in LEADERS:
        return "lead.not_facilitator"
    return None if _can_act(context, person) else "seat.not_in_room"


def _was_offered(context: RuleContext, command: cmd.TakeLead) -> str | None:
    return None if context.state.lead_offered == command.by else "lead.not_offered"


def _offer_someone(person: PersonId, context: RuleContext) -> cmd.OfferLead:
    """Aim at the next colleague or, without one, at oneself, which is refused."""
    return cmd.OfferLead(person, next(iter(_colleagues(context)), person))


LEAD = Part(
    handlers={cmd.OfferLead: _offer, cmd.TakeLead: _take},
    checks={
        cmd.OfferLead: all_of(leads, _is_lead, _can_lead),
        cmd.TakeLead: all_of(leads, _was_offered),
    },
    examples={
        "lead.offer": _offer_someone,
        "lead.take": lambda person, context: cmd.TakeLead(person),
    },
    settle=_settle,
    deadlines=_deadlines,
    watches=PEOPLE,
)
