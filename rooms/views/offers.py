"""What people are offered to do now, kept by what it depends on: trying every command for everybody is the dearest part.

While nobody comes, goes, or changes roles (``PEOPLE``), what is offered depends on the few facts below. Who has the
same facts as before is offered the same; ``Offers`` forgets everything when people change. Members who sit in the room
in the same way are offered the same, so in a group that fills it is found out once for most of them.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from rooms.model.ids import PersonId, SeatId
from rooms.model.people import Role
from rooms.model.policy.policy import FloorMode
from rooms.plan import floor_now
from rooms.rules.context import RuleContext
from rooms.rules.floor.line import nameable, next_in_line
from rooms.rules.permissions import available, barred
from rooms.rules.protocols.catalog import CATALOG
from rooms.rules.protocols.engine import acts_of, open_business, starts_of
from rooms.rules.side_channels.chat import chat_is_open
from rooms.rules.side_channels.prompts import in_peace, prompt_on
from rooms.rules.side_channels.tally import OARS_MAX

__all__ = ["OFFERS_MAX", "Offer", "OfferTo", "Offers", "offer_to"]

OFFERS_MAX = 512
"""Per room."""


class Offer(NamedTuple):
    """What one person is offered on one screen.

    Attributes:
        can: Request types that would be accepted.
        starts: Protocols that the person could start.
        acts: Actions of the present step, on a shared screen without private ones (F9).
    """

    can: list[str]
    starts: list[str]
    acts: list[str]


OfferTo = Callable[[RuleContext, PersonId, SeatId], Offer]


def offer_to(
    context: RuleContext, person: PersonId, seat: SeatId, but: frozenset[str] = frozenset()
) -> Offer:
    """Find out what the person is offered there, by trying all there is."""
    run = context.state.run
    acts = acts_of(context, person)
    if run is not None and context.is_shared(seat):
        known = CATALOG[run.protocol].steps[run.step].acts
        acts = [name for name in acts if not known[name].private]
    return Offer(available(context, person, seat, but), starts_of(context, person), acts)


class Offers:
    """The offers of one room that are known."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Offer] = {}
        self._barred: dict[tuple[Any, ...], frozenset[str] | None] = {}
        """By who it is; None while they were asked for once only, and finding out would not pay."""
        self._common: tuple[Any, ...] = ()
        self._leaders: tuple[Any, ...] = ()

    def forget(self) -> None:
        """People have changed: nothing is known any more."""
        self._known.clear()
        self._barred.clear()

    def look(self, context: RuleContext) -> bool:
        """Take note of how the room is now; return whether what concerns everybody has changed."""
        common = _common(context)
        changed = common != self._common
        self._common, self._leaders = common, _leaders(context)
        return changed

    def to(self, context: RuleContext, person: PersonId, seat: SeatId) -> Offer:
        """Return what the person is offered there; ``look`` comes before."""
        leaders = self._leaders if context.leads(person) else None
        who = _who(context, person, seat)
        key = (who, self._common, leaders, _own(context, person, seat))
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= OFFERS_MAX:
                self._known.clear()
            found = self._known[key] = offer_to(context, person, seat, self._barred_to(context, who, person))
        return found

    def _barred_to(self, context: RuleContext, who: tuple[Any, ...], person: PersonId) -> frozenset[str]:
        if who not in self._barred:
            self._barred[who] = None
            return frozenset()
        known = self._barred[who]
        if known is None:
            known = self._barred[who] = barred(context, person)
        return known


def _who(context: RuleContext, person: PersonId, seat: SeatId) -> tuple[Any, ...]:
    """Return how a member sits in the room, which others may do in the same way; for everybody else who and where."""
    state = context.state
    now = state.people[person]
    home = state.seats[now.seat]
    if now.role is not Role.MEMBER or now.seat != seat or home.shared or state.runs or state.kept:
        return (person, seat)
    if context.partner_of(person) is not None or any(
        p.serves == person for p in context.setup.people.values()
    ):
        return (person, seat)
    return (
        (home.place, home.private, home.connected, home.sharing),
        (now.came, now.come_back, now.distress, now.airtime),
        tuple(answers.get(person) for answers in state.observers.values()),
    )


def _common(context: RuleContext) -> tuple[Any, ...]:
    """Return on what everybody's offers depend."""
    runs, run = context.state.runs, context.state.run
    return (
        floor_now(context.state)[0],
        chat_is_open(context),
        tuple(run.protocol for run in runs),
        (run.step, *run.roles.items()) if run else None,
        in_peace(context) if runs else False,
    )


def _leaders(context: RuleContext) -> tuple[Any, ...]:
    """Return on what the offers of those depend who moderate, beside that."""
    state = context.state
    floor = state.floor
    turn = floor.holder
    facts: tuple[Any, ...] = (
        bool(floor.queue),
        next_in_line(context) is not None,
        floor.then is not None and context.is_connected(floor.then),
        context.participants() == [turn.person] if turn else False,
        tuple(open_business(context, run) for run in state.runs),
        tuple((state.seats[seat].voice, state.seats[seat].voice_asked) for seat in context.shared_seats()),
    )
    if turn is None:
        return facts
    pending = turn.hold_until is not None or turn.decide_until is not None
    return (*facts, turn.limit_s is None, turn.asked, turn.closing, turn.stayed, pending)


def _own(context: RuleContext, person: PersonId, seat: SeatId) -> tuple[Any, ...]:
    """Return on what one person's offers depend, beside that."""
    floor, now = context.state.floor, context.seat_of(person)
    turn, last = floor.holder, floor.last
    facts: tuple[Any, ...] = (
        turn is not None and turn.person == person,
        person in floor.queue,
        prompt_on(context, context.state.people[person].seat) is not None
        if context.side_channels.prompts
        else False,
        prompt_on(context, seat) is not None if context.side_channels.prompts else False,
        (now.voice, now.voice_asked) if now.shared else None,
        len(context.side_channels.oars.get(person, ())) >= OARS_MAX,
    )
    if floor_now(context.state)[0] is not FloorMode.POPCORN:
        return facts
    spoke = (turn is None or turn.person == person) and last is not None and last.person == person
    ending = last.ending if last and spoke else None
    someone = bool(nameable(context, person)) if spoke or facts[0] else False
    return (*facts, turn is None, spoke, ending, person in floor.heard, someone)
