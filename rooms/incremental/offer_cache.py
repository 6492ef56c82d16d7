"""Keeps what people are offered, by what it depends on: trying every command for everybody is the dearest part.

What it depends on is what checks declare to read (``rooms.rules.common.facts``); nothing of it is said here again.
Who has the same facts as before is offered the same, and so are members who sit in the room in the same way: in a group
that fills it is found out once for most of them. What a role forbids is not tried again before somebody moves. Pure.
"""

from collections.abc import Hashable, Mapping
from typing import NamedTuple

from rooms.model.ids import PersonId, SeatId
from rooms.rules.common.facts import seating
from rooms.rules.context import RuleContext
from rooms.rules.part import Fact, Whose, subjects_of
from rooms.rules.permissions import FACTS, barred
from rooms.views.offers import Offer, offer_to

__all__ = ["OFFERS_MAX", "OfferCache", "Stale"]

OFFERS_MAX = 512
"""Per room."""


def _facts(whose: Whose) -> tuple[Fact, ...]:
    return tuple(fact for fact in FACTS if fact.whose is whose)


_ROOM, _LEADERS, _SOME, _EACH = (_facts(whose) for whose in Whose)
_Values = tuple[Hashable, ...]
_OF_EACH = subjects_of(*_EACH)


class Stale(NamedTuple):
    """To whom something else may be offered than before: to everybody, to all who moderate, or to these people."""

    everybody: bool
    leaders: bool
    people: set[PersonId]


class OfferCache:
    """The offers of one room that are known. ``look`` first, whenever something has changed, then ``to`` as wanted."""

    def __init__(self) -> None:
        self._known: dict[tuple[Hashable, ...], Offer] = {}
        self._barred: dict[Hashable, frozenset[str] | None] = {}
        """By how they sit; None while they were asked for once only, and finding out would not pay."""
        self._room: _Values = (None,) * len(_ROOM)
        self._leaders: _Values = (None,) * len(_LEADERS)
        self._some: list[Mapping[PersonId, Hashable]] = [{} for _ in _SOME]

    def forget(self) -> None:
        """People have changed: nothing is known any more."""
        self._known.clear()
        self._barred.clear()

    def look(self, context: RuleContext, changed: int) -> Stale:
        """Take note of how the room is now.

        Args:
            changed: The subjects that have changed since this was called last.
        """
        room = _found(_ROOM, self._room, context, changed)
        leaders = _found(_LEADERS, self._leaders, context, changed)
        stale = Stale(
            everybody=bool(changed & _OF_EACH) or room != self._room,
            leaders=leaders != self._leaders,
            people=self._look_at_some(context, changed),
        )
        self._room, self._leaders = room, leaders
        return stale

    def _look_at_some(self, context: RuleContext, changed: int) -> set[PersonId]:
        """Return the people of whom something else is true than before."""
        people: set[PersonId] = set()
        for place, fact in enumerate(_SOME):
            if fact.subjects & changed:
                old, new = self._some[place], fact.find(context)
                if new != old:
                    people.update(one for one in old.keys() | new.keys() if old.get(one) != new.get(one))
                    self._some[place] = new
        return people

    def to(self, context: RuleContext, person: PersonId, seat: SeatId) -> Offer:
        """Return what the person is offered there."""
        sits = seating.find(context, person, seat)
        key = (
            sits,
            self._room,
            self._leaders if context.leads(person) else None,
            *[some.get(person) for some in self._some],
            *[fact.find(context, person, seat) for fact in _EACH],
        )
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= OFFERS_MAX:
                self._known.clear()
            found = self._known[key] = offer_to(context, person, seat, self._barred_to(context, sits, person))
        return found

    def _barred_to(self, context: RuleContext, sits: Hashable, person: PersonId) -> frozenset[str]:
        if sits not in self._barred:
            self._barred[sits] = None
            return frozenset()
        known = self._barred[sits]
        if known is None:
            known = self._barred[sits] = barred(context, person)
        return known


def _found(facts: tuple[Fact, ...], before: _Values, context: RuleContext, changed: int) -> _Values:
    """Return the values of facts that need nobody to be found; those that cannot have changed are as before."""
    pairs = zip(facts, before, strict=True)
    return tuple([fact.find(context) if fact.subjects & changed else value for fact, value in pairs])
