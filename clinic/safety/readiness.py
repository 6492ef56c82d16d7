"""How ready somebody is for one session: what they have still to do, why staff hold them, what staff should know. Pure.

It fails closed: what is not known has still to be done, or holds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from clinic.safety.licence_match import LicenceMatch
from clinic.safety.places import Place, PlaceKind
from clinic.safety.preparation import Hold, Known, WaiveReason
from clinic.safety.surroundings import Company, Surroundings

__all__ = ["REASONS", "VERBAL_STATES", "Facts", "Standing", "judge"]

VERBAL_STATES: Final[Mapping[str, str]] = MappingProxyType({"CA": "16 CCR 1815.5"})
"""States in which a client says full name and address aloud at the beginning of every session, with the rule."""

REASONS: Final[Mapping[Hold, frozenset[WaiveReason]]] = MappingProxyType(
    {
        Hold.LICENCE: frozenset({WaiveReason.SAFETY, WaiveReason.TEMPORARY_PRACTICE, WaiveReason.SUPERVISOR}),
        Hold.NOT_PRIVATE: frozenset({WaiveReason.ASKED, WaiveReason.SAFETY}),
        Hold.SURROUNDINGS_UNKNOWN: frozenset({WaiveReason.ASKED, WaiveReason.SAFETY}),
    }
)
"""For which reasons staff may admit somebody although this holds them. The other holds end only with what is missing."""

_COMPANY_NOTES: Final = (
    (Company.PARTNER, "partner_present"),
    (Company.CHILD, "child_present"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that decides.

    Attributes:
        asks: Whether this room asks where people are.
        match: How the licences of those who lead fit the place; None where the room needs no licence.
        last: Where the person was in the session before this one.
        cleared: Whether the person's couple is cleared, where the session waits for that.
    """

    asks: bool
    known: Known
    match: LicenceMatch | None = LicenceMatch.NONE
    last: Place | None = None
    cleared: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """How ready somebody is, as codes.

    Attributes:
        todo: What they have still to do, in the order in which they are asked.
        holds: Why staff hold them.
        notes: What staff should know.
    """

    todo: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def judge(facts: Facts) -> Standing:
    """Return how ready somebody is."""
    together = () if facts.cleared else (Hold.ARRANGING.value,)
    if not facts.asks:
        return Standing(holds=together)
    known = facts.known
    waived = {each.hold for each in known.waived if each.reason in REASONS.get(each.hold, ())}
    holds = tuple(hold.value for hold in _holds(facts) if hold not in waived)
    return Standing(tuple(_todo(known)), (*holds, *together), tuple(_notes(facts, waived)))


def _todo(known: Known) -> list[str]:
    if known.cannot_say:
        return []
    asked = {"location": known.place, "surroundings": known.surroundings}
    return [step for step, said in asked.items() if said is None]


def _holds(facts: Facts) -> list[Hold]:
    known = facts.known
    place = known.place
    holds = []
    if place is None:
        if known.cannot_say:
            holds.append(Hold.LOCATION_UNKNOWN)
    else:
        holds += _place_holds(place, facts)
    if known.surroundings is None:
        if known.cannot_say:
            holds.append(Hold.SURROUNDINGS_UNKNOWN)
    elif not known.surroundings.private:
        holds.append(Hold.NOT_PRIVATE)
    return holds


def _place_holds(place: Place, facts: Facts) -> list[Hold]:
    holds = []
    if facts.match is LicenceMatch.NONE:
        holds.append(Hold.LICENCE)
    if place.state in VERBAL_STATES and facts.known.confirmed is None:
        holds.append(Hold.LOCATION_VERBAL)
    if place.kind is PlaceKind.CAR_MOVING:
        holds.append(Hold.DRIVING)
    return holds


def _notes(facts: Facts, waived: set[Hold]) -> list[str]:
    known = facts.known
    notes = []
    if known.place is not None:
        if facts.last is not None and not facts.last.is_at(known.place):
            notes.append("place.changed")
        if known.place.kind is PlaceKind.CAR_PARKED:
            notes.append("place.car")
        if facts.match is LicenceMatch.SOME:
            notes.append("licence.some")
    if known.surroundings is not None:
        notes += _around(known.surroundings)
    notes += [f"waived.{hold.value}" for hold in Hold if hold in waived]
    return notes


def _around(said: Surroundings) -> list[str]:
    notes = ["not_alone"] if said.company else []
    notes += [note for company, note in _COMPANY_NOTES if company in said.company]
    if not said.headphones:
        notes.append("no_headphones")
    return notes
